/* Finds every method of every object by the type library and calls it with arguments of every kind. */
#include "hostile/surface.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <ocidl.h>
#include <cmocka.h>

#include "base/text.h"
#include "com/com_fixture.h"
#include "hostile/surface_by_hand.h"

enum { INTERFACES_MAX = 80 };

const WCHAR *surface_recorder_id = FIXTURE_ID;

static struct surface_interface interfaces[INTERFACES_MAX];
static size_t interface_count;

/* ------------------------------------------------------------------------------------------------------ COM's own */

/* Parameters: 0, 1 a number of that value; w a 1 of eight bytes; z a NULL interface; i an IID. What comes out: n a
 * number, N one of eight bytes; o an interface; v a VARIANT; b bytes.
 */
static const struct standard_method {
    const char *interface_name;
    const IID *iid;
    const char *name;
    size_t slot; /* in the vtable */
    const char *parameters;
} standard_methods[] = {
    {"IDispatch", &IID_IDispatch, "GetTypeInfoCount", 3, "n"},
    {"IDispatch", &IID_IDispatch, "GetTypeInfo", 4, "00o"},
    {"ISupportErrorInfo", &IID_ISupportErrorInfo, "InterfaceSupportsErrorInfo", 3, "i"},
    {"IProvideClassInfo", &IID_IProvideClassInfo, "GetClassInfo", 3, "o"},
    {"IClassFactory", &IID_IClassFactory, "CreateInstance", 3, "zio"},
    {"IEnumVARIANT", &IID_IEnumVARIANT, "Next", 3, "1vn"},
    {"IEnumVARIANT", &IID_IEnumVARIANT, "Skip", 4, "1"},
    {"IEnumVARIANT", &IID_IEnumVARIANT, "Reset", 5, ""},
    {"IEnumVARIANT", &IID_IEnumVARIANT, "Clone", 6, "o"},
    {"IConnectionPointContainer", &IID_IConnectionPointContainer, "EnumConnectionPoints", 3, "o"},
    {"IConnectionPoint", &IID_IConnectionPoint, "GetConnectionPointContainer", 4, "o"},
    {"IConnectionPoint", &IID_IConnectionPoint, "EnumConnections", 7, "o"},
    {"IEnumConnectionPoints", &IID_IEnumConnectionPoints, "Next", 3, "1on"},
    {"IEnumConnectionPoints", &IID_IEnumConnectionPoints, "Skip", 4, "1"},
    {"IEnumConnectionPoints", &IID_IEnumConnectionPoints, "Reset", 5, ""},
    {"IEnumConnectionPoints", &IID_IEnumConnectionPoints, "Clone", 6, "o"},
    {"IEnumConnections", &IID_IEnumConnections, "Reset", 5, ""},
    {"IEnumConnections", &IID_IEnumConnections, "Clone", 6, "o"},
    {"ISequentialStream", &IID_ISequentialStream, "Read", 3, "b1n"},
    {"ISequentialStream", &IID_ISequentialStream, "Write", 4, "b1n"},
    {"IStream", &IID_IStream, "Seek", 5, "w0N"},
    {"IStream", &IID_IStream, "SetSize", 6, "w"},
    {"IStream", &IID_IStream, "Commit", 8, "0"},
    {"IStream", &IID_IStream, "Revert", 9, ""},
    {"IStream", &IID_IStream, "LockRegion", 10, "ww0"},
    {"IStream", &IID_IStream, "UnlockRegion", 11, "ww0"},
    {"IStream", &IID_IStream, "Clone", 13, "o"},
};

static struct surface_interface *add_interface(const char *name, REFIID iid, size_t methods_max)
{
    struct surface_interface *added = &interfaces[interface_count++];

    assert_true(interface_count <= INTERFACES_MAX);
    snprintf(added->name, sizeof added->name, "%s", name);
    added->iid = *iid;
    added->methods = calloc(methods_max + 1, sizeof added->methods[0]);
    assert_non_null(added->methods);
    return added;
}

static void add_standard_parameter(struct surface_method *method, char letter)
{
    struct surface_parameter *parameter = &method->parameters[method->parameter_count++];

    parameter->name[0] = letter;
    parameter->size = 4;
    switch (letter) {
    case '0':
    case '1':
        parameter->kind = SURFACE_IN_NUMBER;
        break;
    case 'w':
        parameter->kind = SURFACE_IN_NUMBER;
        parameter->size = 8;
        break;
    case 'z':
        parameter->kind = SURFACE_IN_INTERFACE;
        break;
    case 'i':
        parameter->kind = SURFACE_IN_IID;
        break;
    case 'n':
        parameter->kind = SURFACE_OUT_NUMBER;
        break;
    case 'N':
        parameter->kind = SURFACE_OUT_NUMBER;
        parameter->size = 8;
        break;
    case 'b':
        parameter->kind = SURFACE_OUT_BYTES;
        break;
    case 'o':
        parameter->kind = SURFACE_OUT_INTERFACE;
        break;
    case 'v':
        parameter->kind = SURFACE_OUT_VARIANT;
        break;
    default:
        fail_msg("parameter letter %c", letter);
    }
}

static void add_standard_interfaces(void)
{
    struct surface_interface *added = NULL;
    size_t i, j;

    for (i = 0; i < ARRAYSIZE(standard_methods); i++) {
        const struct standard_method *row = &standard_methods[i];
        struct surface_method *method;

        if (!added || !IsEqualIID(&added->iid, row->iid)) {
            added = add_interface(row->interface_name, row->iid, ARRAYSIZE(standard_methods));
        }
        method = &added->methods[added->method_count++];
        snprintf(method->name, sizeof method->name, "%s", row->name);
        method->vtable_offset = row->slot * sizeof(void *);
        for (j = 0; row->parameters[j]; j++)
            add_standard_parameter(method, row->parameters[j]);
    }
}

static void add_by_hand(const struct surface_by_hand_group *group)
{
    struct surface_interface *added = NULL;
    size_t i;

    for (i = 0; i < group->count; i++) {
        const struct surface_by_hand_row *row = &group->rows[i];
        struct surface_method *method;

        if (!added || !IsEqualIID(&added->iid, row->iid)) {
            added = add_interface(row->interface_name, row->iid, group->count);
        }
        method = &added->methods[added->method_count++];
        snprintf(method->name, sizeof method->name, "%s", row->name);
        method->by_hand = row;
    }
}

/* ------------------------------------------------------------------------------------------------ the type library */

static void take_name(BSTR name, char out[SURFACE_NAME_SIZE])
{
    snprintf(out, SURFACE_NAME_SIZE, "%ls", name ? name : L"");
    SysFreeString(name);
}

/* Follow aliases: *info and *type are those of what is meant. Every ITypeInfo here lives as long as the library:
 * borrowed.
 */
static TYPEKIND resolve(ITypeInfo **info, const TYPEDESC **type)
{
    for (;;) {
        TYPEATTR *attributes;
        ITypeInfo *referred;
        TYPEKIND kind;

        if ((*type)->vt != VT_USERDEFINED) return TKIND_MAX;
        assert_hr(ITypeInfo_GetRefTypeInfo(*info, (*type)->hreftype, &referred), S_OK);
        assert_hr(ITypeInfo_GetTypeAttr(referred, &attributes), S_OK);
        kind = attributes->typekind;
        if (kind != TKIND_ALIAS) return kind;
        *info = referred; /* neither is given back: the tables stay for the life of the program */
        *type = &attributes->tdescAlias;
    }
}

/* 0: not a number. */
static uint8_t number_size(TYPEKIND kind, const TYPEDESC *type)
{
    if (kind == TKIND_ENUM) return 4;
    switch (type->vt) {
    case VT_I1:
    case VT_UI1:
        return 1;
    case VT_I2:
    case VT_UI2:
    case VT_BOOL:
        return 2;
    case VT_I4:
    case VT_UI4:
    case VT_INT:
    case VT_UINT:
    case VT_HRESULT:
        return 4;
    case VT_I8:
    case VT_UI8:
    case VT_DATE:
        return 8;
    default:
        return 0;
    }
}

static bool is_interface(TYPEKIND kind, const TYPEDESC *type)
{
    return kind == TKIND_INTERFACE || kind == TKIND_DISPATCH || type->vt == VT_UNKNOWN || type->vt == VT_DISPATCH;
}

static bool describe_output(ITypeInfo *info, const TYPEDESC *type, struct surface_parameter *parameter)
{
    TYPEKIND kind = resolve(&info, &type);

    parameter->size = number_size(kind, type);
    if (type->vt == VT_BSTR) {
        parameter->kind = SURFACE_OUT_STRING;
    } else if (type->vt == VT_SAFEARRAY) {
        parameter->kind = SURFACE_OUT_ARRAY;
    } else if (type->vt == VT_VARIANT) {
        parameter->kind = SURFACE_OUT_VARIANT;
    } else if (is_interface(kind, type)) {
        parameter->kind = SURFACE_OUT_INTERFACE;
    } else if (parameter->size == 1) {
        parameter->kind = SURFACE_OUT_BYTES;
    } else if (parameter->size) {
        parameter->kind = SURFACE_OUT_NUMBER;
    } else if (type->vt == VT_PTR) {
        type = type->lptdesc;
        kind = resolve(&info, &type);
        parameter->size = number_size(kind, type);
        parameter->kind = is_interface(kind, type) ? SURFACE_OUT_INTERFACE : SURFACE_OUT_TASK;
        return parameter->kind == SURFACE_OUT_INTERFACE || parameter->size;
    } else {
        return false;
    }
    return true;
}

static bool describe_parameter(ITypeInfo *info, const ELEMDESC *element, struct surface_parameter *parameter)
{
    const TYPEDESC *type = &element->tdesc;
    TYPEKIND kind = resolve(&info, &type);
    bool is_out = (element->paramdesc.wParamFlags & (PARAMFLAG_FOUT | PARAMFLAG_FRETVAL)) != 0;

    if (type->vt == VT_CARRAY) {
        parameter->kind = is_out ? SURFACE_OUT_BYTES : SURFACE_IN_BYTES;
        return true;
    }
    if (type->vt == VT_PTR && is_out) return describe_output(info, type->lptdesc, parameter);
    if (type->vt == VT_PTR) {
        type = type->lptdesc;
        kind = resolve(&info, &type);
        parameter->kind = is_interface(kind, type) ? SURFACE_IN_INTERFACE : SURFACE_IN_BYTES;
        return true;
    }
    if (type->vt == VT_SAFEARRAY && type->lptdesc->vt == VT_VARIANT) {
        parameter->kind = SURFACE_IN_ARRAY;
        return true;
    }
    parameter->size = number_size(kind, type);
    if (type->vt == VT_BSTR) {
        parameter->kind = SURFACE_IN_STRING;
    } else if (is_interface(kind, type)) {
        parameter->kind = SURFACE_IN_INTERFACE;
    } else if (parameter->size) {
        parameter->kind = SURFACE_IN_NUMBER;
    } else {
        return false;
    }
    return true;
}

/* False: a parameter is of a type that the sweeps do not know yet. */
static bool describe_method(ITypeInfo *info, const FUNCDESC *function, bool is_dispatch, struct surface_method *method)
{
    bool is_known = true;
    BSTR names[SURFACE_PARAMETERS_MAX + 1] = {NULL};
    const char *prefix = "";
    char name[SURFACE_NAME_SIZE];
    UINT count = 0;
    SHORT i;

    assert_true(function->cParams <= SURFACE_PARAMETERS_MAX);
    assert_hr(ITypeInfo_GetNames(info, function->memid, names, ARRAYSIZE(names), &count), S_OK);
    take_name(names[0], name);
    if (function->invkind == INVOKE_PROPERTYGET) prefix = "get_";
    if (function->invkind == INVOKE_PROPERTYPUT || function->invkind == INVOKE_PROPERTYPUTREF) prefix = "put_";
    snprintf(method->name, sizeof method->name, "%s%.50s", prefix, name);
    method->vtable_offset = (size_t)function->oVft;
    method->id = function->memid;
    /* A restricted member is for the vtable alone; _NewEnum, whose number is negative, is called all the same. */
    if (is_dispatch && (!(function->wFuncFlags & FUNCFLAG_FRESTRICTED) || function->memid < 0))
        method->dispatch = (WORD)function->invkind;
    for (i = 0; i < function->cParams; i++) {
        struct surface_parameter *parameter = &method->parameters[method->parameter_count++];

        take_name(names[i + 1], parameter->name);
        is_known &= describe_parameter(info, &function->lprgelemdescParam[i], parameter);
    }
    return is_known;
}

/* The vtable side of a dual interface, else itself; NULL for pure dispinterfaces, which have no vtable. An interface
 * that derives from IDispatch is called through it too, dual or not.
 */
static ITypeInfo *vtable_side(ITypeInfo *info, TYPEATTR *attributes, bool *is_dispatch)
{
    ITypeInfo *other;
    HREFTYPE reference;

    *is_dispatch = (attributes->wTypeFlags & (TYPEFLAG_FDUAL | TYPEFLAG_FDISPATCHABLE)) != 0;
    if (attributes->typekind == TKIND_INTERFACE) return info;
    if (attributes->typekind != TKIND_DISPATCH || !(attributes->wTypeFlags & TYPEFLAG_FDUAL)) return NULL;
    assert_hr(ITypeInfo_GetRefTypeOfImplType(info, (UINT)-1, &reference), S_OK);
    assert_hr(ITypeInfo_GetRefTypeInfo(info, reference, &other), S_OK);
    return other;
}

static bool is_known(REFIID iid)
{
    size_t i;

    for (i = 0; i < interface_count; i++) {
        if (IsEqualIID(&interfaces[i].iid, iid)) return true;
    }
    return false;
}

static void add_type(ITypeInfo *described)
{
    struct surface_interface *added;
    TYPEATTR *attributes;
    ITypeInfo *info;
    bool is_dispatch;
    FUNCDESC *function;
    BSTR name;
    char text[SURFACE_NAME_SIZE];
    UINT i;

    assert_hr(ITypeInfo_GetTypeAttr(described, &attributes), S_OK);
    info = vtable_side(described, attributes, &is_dispatch);
    ITypeInfo_ReleaseTypeAttr(described, attributes);
    if (!info) return;
    assert_hr(ITypeInfo_GetDocumentation(info, MEMBERID_NIL, &name, NULL, NULL, NULL), S_OK);
    take_name(name, text);
    assert_hr(ITypeInfo_GetTypeAttr(info, &attributes), S_OK);
    /* The library also holds interfaces of COM that ours speak of, with less than is known of them here: how long an
     * array is.
     */
    if (is_known(&attributes->guid)) {
        ITypeInfo_ReleaseTypeAttr(info, attributes);
        return;
    }
    added = add_interface(text, &attributes->guid, attributes->cFuncs);
    for (i = 0; i < attributes->cFuncs; i++) {
        assert_hr(ITypeInfo_GetFuncDesc(info, i, &function), S_OK);
        if (!describe_method(info, function, is_dispatch, &added->methods[added->method_count])) {
            added->unknown = added->methods[added->method_count].name;
        }
        added->method_count++;
        ITypeInfo_ReleaseFuncDesc(info, function);
    }
    ITypeInfo_ReleaseTypeAttr(info, attributes);
}

/* False: there is no such library. */
static bool add_library(const WCHAR *path)
{
    ITypeLib *library;
    ITypeInfo *info;
    UINT i;

    if (FAILED(LoadTypeLibEx(path, REGKIND_NONE, &library))) return false;
    for (i = 0; i < ITypeLib_GetTypeInfoCount(library); i++) {
        assert_hr(ITypeLib_GetTypeInfo(library, i, &info), S_OK);
        add_type(info);
    }
    return true;
}

const struct surface_interface *surface_interfaces(size_t *count)
{
    if (!interface_count) {
        WCHAR path[MAX_PATH + 2];
        size_t i;

        add_standard_interfaces();
        assert_true(GetModuleFileNameW(NULL, path, MAX_PATH) != 0);
        assert_true(add_library(path));
        add_library(wcscat(path, L"\\2")); /* of what a DLL has beyond Microsoft's, where it has something */
        for (i = 0; i < surface_by_hand_group_count; i++)
            add_by_hand(surface_by_hand_groups[i]);
    }
    *count = interface_count;
    return interfaces;
}

const struct surface_method *surface_find(IUnknown *object, const char *name, IUnknown **iface)
{
    size_t i, j, count;

    surface_interfaces(&count);
    for (i = 0; i < count; i++) {
        for (j = 0; j < interfaces[i].method_count; j++) {
            if (strcmp(interfaces[i].methods[j].name, name) != 0) continue;
            if (SUCCEEDED(IUnknown_QueryInterface(object, &interfaces[i].iid, (void **)iface))) {
                return &interfaces[i].methods[j];
            }
        }
    }
    *iface = NULL;
    return NULL;
}
