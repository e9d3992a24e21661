/* The cost of a call through COM, ours compared with two of Wine's own classes, in one process, alternating.
 *
 *     com_calls SAMPLES CALLS ID      each line: row, class, nanoseconds a call; SAMPLES times
 *     com_calls first CLASS...        each line: "first", class, nanoseconds of its first activation in this process,
 *     in this order
 *     com_calls load DLL...           each line: "load", DLL, nanoseconds of LoadLibrary
 *
 * ID is a virtual recorder's. Any failure ends the program with exit code 1.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <windows.h>
#include <oleauto.h>

#include "bench/measured.h"
#include "imapi2.h"

static const struct {
    const char *name;
    const WCHAR *prog_id;
} classes[] = {
    {"MsftDiscMaster2", L"IMAPI2.MsftDiscMaster2"},
    {"MsftDiscRecorder2", L"IMAPI2.MsftDiscRecorder2"},
    {"Scripting.Dictionary", L"Scripting.Dictionary"},
    {"Scripting.FileSystemObject", L"Scripting.FileSystemObject"},
};
enum { MASTER, RECORDER, DICTIONARY, FILE_SYSTEM, CLASSES };

static CLSID clsid_of(int class)
{
    CLSID clsid;

    must(CLSIDFromProgID(classes[class].prog_id, &clsid), classes[class].name);
    return clsid;
}

static DISPID id_of(IDispatch *object, const WCHAR *name)
{
    LPOLESTR names[] = {(LPOLESTR)name};
    DISPID id;

    must(IDispatch_GetIDsOfNames(object, &IID_NULL, names, 1, 0, &id), "GetIDsOfNames");
    return id;
}

static IDispatch *objects[CLASSES];
static IClassFactory *factories[CLASSES];
static CLSID clsids[CLASSES];

static void make_objects(const char *id)
{
    WCHAR wide[512];
    VARIANT key, item;
    DISPPARAMS parameters = {NULL, NULL, 0, 0};
    BSTR bstr;
    int class;

    for (class = 0; class < CLASSES; class ++) {
        clsids[class] = clsid_of(class);
        must(CoGetClassObject(&clsids[class], CLSCTX_INPROC_SERVER, NULL, &IID_IClassFactory,
                              (void **)&factories[class]),
             classes[class].name);
        must(IClassFactory_CreateInstance(factories[class], NULL, &IID_IDispatch, (void **)&objects[class]),
             classes[class].name);
    }
    MultiByteToWideChar(CP_UTF8, 0, id, -1, wide, 512);
    bstr = SysAllocString(wide);
    must(IDiscRecorder2_InitializeDiscRecorder((IDiscRecorder2 *)objects[RECORDER], bstr), id);
    SysFreeString(bstr);
    /* dictionary.Add "key", "OPENIMAP" */
    V_VT(&key) = V_VT(&item) = VT_BSTR;
    V_BSTR(&key) = SysAllocString(L"key");
    V_BSTR(&item) = SysAllocString(L"OPENIMAP");
    parameters.rgvarg = (VARIANT[]){item, key};
    parameters.cArgs = 2;
    must(IDispatch_Invoke(objects[DICTIONARY], id_of(objects[DICTIONARY], L"Add"), &IID_NULL, 0, DISPATCH_METHOD,
                          &parameters, NULL, NULL, NULL),
         "Add");
    VariantClear(&key);
    VariantClear(&item);
}

/* ---- one call of each row ---- */

static void get_id(IDispatch *object, const WCHAR *name)
{
    LPOLESTR names[] = {(LPOLESTR)name};
    DISPID id;

    must(IDispatch_GetIDsOfNames(object, &IID_NULL, names, 1, 0, &id), "GetIDsOfNames");
}

static void get_property(IDispatch *object, DISPID id, VARIANT *argument, VARTYPE type)
{
    DISPPARAMS parameters = {argument, NULL, argument ? 1 : 0, 0};
    VARIANT result;

    VariantInit(&result);
    must(IDispatch_Invoke(object, id, &IID_NULL, 0, DISPATCH_PROPERTYGET | DISPATCH_METHOD, &parameters, &result, NULL,
                          NULL),
         "Invoke");
    if (V_VT(&result) != type) exit(1);
    VariantClear(&result);
}

static void create_by_factory(int class)
{
    IDispatch *object;

    must(IClassFactory_CreateInstance(factories[class], NULL, &IID_IDispatch, (void **)&object), "CreateInstance");
    IDispatch_Release(object);
}

static void create_by_class(int class)
{
    IDispatch *object;

    must(CoCreateInstance(&clsids[class], NULL, CLSCTX_INPROC_SERVER, &IID_IDispatch, (void **)&object), "CoCreate");
    IDispatch_Release(object);
}

#define TIME(row, class, call)                                                                                         \
    do {                                                                                                               \
        uint64_t start = now_ns();                                                                                     \
        long i;                                                                                                        \
        for (i = 0; i < calls; i++)                                                                                    \
            call;                                                                                                      \
        printf("%s %s %.1f\n", row, classes[class].name, (double)(now_ns() - start) / (double)calls);                  \
    } while (0)

static void sample(long calls)
{
    DISPID can_load = id_of(objects[RECORDER], L"DeviceCanLoadMedia"), vendor = id_of(objects[RECORDER], L"VendorId");
    DISPID count = id_of(objects[DICTIONARY], L"Count"), item = id_of(objects[DICTIONARY], L"Item");
    DISPID name = id_of(objects[FILE_SYSTEM], L"GetFileName");
    WCHAR key_text[] = L"key";
    VARIANT key, path;

    V_VT(&key) = V_VT(&path) = VT_BSTR;
    V_BSTR(&key) = SysAllocString(key_text);
    V_BSTR(&path) = SysAllocString(L"C:\\OPENIMAP");
    TIME("GetIDsOfNames", RECORDER, get_id(objects[RECORDER], L"ProductId"));
    TIME("GetIDsOfNames", DICTIONARY, get_id(objects[DICTIONARY], L"Items"));
    TIME("GetIDsOfNames", FILE_SYSTEM, get_id(objects[FILE_SYSTEM], L"FileExists"));
    TIME("Invoke-number", RECORDER, get_property(objects[RECORDER], can_load, NULL, VT_BOOL));
    TIME("Invoke-number", DICTIONARY, get_property(objects[DICTIONARY], count, NULL, VT_I4));
    TIME("Invoke-string", RECORDER, get_property(objects[RECORDER], vendor, NULL, VT_BSTR));
    TIME("Invoke-string", DICTIONARY, get_property(objects[DICTIONARY], item, &key, VT_BSTR));
    TIME("Invoke-string", FILE_SYSTEM, get_property(objects[FILE_SYSTEM], name, &path, VT_BSTR));
    TIME("CreateInstance", RECORDER, create_by_factory(RECORDER));
    TIME("CreateInstance", DICTIONARY, create_by_factory(DICTIONARY));
    TIME("CreateInstance", MASTER, create_by_factory(MASTER));
    TIME("CreateInstance", FILE_SYSTEM, create_by_factory(FILE_SYSTEM));
    calls = calls / 20 + 1; /* the registry is looked at */
    TIME("CoCreateInstance", RECORDER, create_by_class(RECORDER));
    TIME("CoCreateInstance", DICTIONARY, create_by_class(DICTIONARY));
    TIME("CoCreateInstance", MASTER, create_by_class(MASTER));
    TIME("CoCreateInstance", FILE_SYSTEM, create_by_class(FILE_SYSTEM));
    VariantClear(&key);
    VariantClear(&path);
}

/* ---- what happens once in a process ---- */

static void first(const char *name)
{
    IDispatch *object;
    uint64_t start, end;
    CLSID clsid;
    int class;

    for (class = 0; class < CLASSES && strcmp(classes[class].name, name); class ++) {
    }
    if (class == CLASSES) exit(2);
    clsid = clsid_of(class);
    start = now_ns();
    must(CoCreateInstance(&clsid, NULL, CLSCTX_INPROC_SERVER, &IID_IDispatch, (void **)&object), name);
    end = now_ns();
    printf("first %s %llu\n", name, (unsigned long long)(end - start));
    IDispatch_Release(object);
}

static void load(const char *path)
{
    uint64_t start = now_ns(), end;
    HMODULE module = LoadLibraryA(path);

    end = now_ns();
    if (!module) exit(1);
    printf("load %s %llu\n", path, (unsigned long long)(end - start));
}

int main(int argc, char **argv)
{
    int i;

    if (argc >= 3 && !strcmp(argv[1], "load")) {
        for (i = 2; i < argc; i++)
            load(argv[i]);
        return 0;
    }
    must(CoInitialize(NULL), "CoInitialize");
    if (argc >= 3 && !strcmp(argv[1], "first")) {
        IUnknown *warm; /* the apartment and its tables are there */

        must(
            CoCreateInstance(&CLSID_StdGlobalInterfaceTable, NULL, CLSCTX_INPROC_SERVER, &IID_IUnknown, (void **)&warm),
            "the global interface table");
        IUnknown_Release(warm);
        for (i = 2; i < argc; i++)
            first(argv[i]);
        return 0;
    }
    if (argc != 4) return 2;
    make_objects(argv[3]);
    sample(100); /* whatever is done only once */
    printf("begin\n");
    for (i = atoi(argv[1]); i > 0; i--)
        sample(atol(argv[2]));
    return 0;
}
