/* A script host with events, for tests: Wine's has none (WScript.CreateObject with a prefix, ConnectObject), says
 * nothing of an error, and ends with 0 after it.
 *
 *     script_host FILE.vbs|FILE.js
 *
 * WScript: CreateObject(progid [, prefix]), ConnectObject(object, prefix), DisconnectObject(object), Echo(...),
 * Sleep(ms), which lets events come, Quit([code]). Exit code: Quit's, 0 at the end of the script, 1 after an error,
 * which is printed with its line.
 *
 * It meets a server as Windows' own host does: the events' interface by IProvideClassInfo2, names by the type library,
 * and a sink that answers the events' IID with the seven methods of IDispatch.
 */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <windows.h>
#include <activscp.h>
#include <oleauto.h>
#include <olectl.h>

enum { CONNECTIONS_MAX = 16, NAME_CHARS = 128, SCRIPT_MAX_BYTES = 1 << 20 };

/* Typed here: libuuid knows the 32-bit one only. Source: activscp.h. */
#ifdef _WIN64
static const IID script_parse_iid = {0xC7EF7658, 0xE1EE, 0x480E, {0x97, 0xEA, 0xD5, 0x2C, 0xB4, 0xD7, 0x6D, 0x17}};
#else
static const IID script_parse_iid = {0xBB1A2AE2, 0xA4F9, 0x11CF, {0x8F, 0x20, 0x00, 0x80, 0x5F, 0x2C, 0xD0, 0x64}};
#endif

/* One object whose events the script hears. */
struct connection {
    IDispatch IDispatch_iface; /* the sink */
    IUnknown *object;          /* its identity; NULL: the place is free */
    IConnectionPoint *point;
    ITypeInfo *events;
    IID iid;
    DWORD cookie;
    WCHAR prefix[NAME_CHARS];
};

static struct {
    IActiveScriptSite IActiveScriptSite_iface;
    IDispatch IDispatch_iface; /* WScript */
    IActiveScript *engine;
    const char *file;
    struct connection connections[CONNECTIONS_MAX];
    int exit_code;
} host;

/* ----------------------------------------------------------------------------------------------------------- events */

static struct connection *connection_from(IDispatch *iface)
{
    return CONTAINING_RECORD(iface, struct connection, IDispatch_iface);
}

static HRESULT WINAPI sink_QueryInterface(IDispatch *iface, REFIID iid, void **out)
{
    *out = NULL;
    if (!IsEqualIID(iid, &IID_IUnknown) && !IsEqualIID(iid, &IID_IDispatch) &&
        !IsEqualIID(iid, &connection_from(iface)->iid))
        return E_NOINTERFACE;
    *out = iface;
    return S_OK;
}

/* Sinks and WScript live as long as the process. */
static ULONG WINAPI static_AddRef(IDispatch *iface)
{
    (void)iface;
    return 2;
}

static ULONG WINAPI static_Release(IDispatch *iface)
{
    (void)iface;
    return 1;
}

static HRESULT WINAPI static_GetTypeInfoCount(IDispatch *iface, UINT *count)
{
    (void)iface;
    *count = 0;
    return S_OK;
}

static HRESULT WINAPI static_GetTypeInfo(IDispatch *iface, UINT index, LCID locale, ITypeInfo **info)
{
    (void)iface, (void)index, (void)locale;
    *info = NULL;
    return DISP_E_BADINDEX;
}

static HRESULT WINAPI sink_GetIDsOfNames(IDispatch *iface, REFIID iid, LPOLESTR *names, UINT count, LCID locale,
                                         DISPID *ids)
{
    (void)iid, (void)locale;
    return ITypeInfo_GetIDsOfNames(connection_from(iface)->events, names, count, ids);
}

/* Call the script's procedure PREFIX + name of the event; a script need not have one. */
static HRESULT WINAPI sink_Invoke(IDispatch *iface, DISPID member, REFIID iid, LCID locale, WORD flags,
                                  DISPPARAMS *parameters, VARIANT *result, EXCEPINFO *exception, UINT *argument)
{
    struct connection *connection = connection_from(iface);
    WCHAR procedure[2 * NAME_CHARS], *spelled = procedure;
    IDispatch *script;
    BSTR name = NULL;
    UINT count = 0;
    DISPID id;
    HRESULT hr;

    (void)iid, (void)flags, (void)argument;
    hr = ITypeInfo_GetNames(connection->events, member, &name, 1, &count);
    if (FAILED(hr) || !count) return DISP_E_MEMBERNOTFOUND;
    swprintf(procedure, 2 * NAME_CHARS, L"%ls%ls", connection->prefix, name);
    SysFreeString(name);
    hr = IActiveScript_GetScriptDispatch(host.engine, NULL, &script);
    if (FAILED(hr)) return hr;
    hr = IDispatch_GetIDsOfNames(script, &IID_NULL, &spelled, 1, locale, &id);
    if (SUCCEEDED(hr))
        hr = IDispatch_Invoke(script, id, &IID_NULL, locale, DISPATCH_METHOD, parameters, result, exception, NULL);
    IDispatch_Release(script);
    return hr;
}

static const IDispatchVtbl sink_methods = {
    sink_QueryInterface, static_AddRef,      static_Release, static_GetTypeInfoCount,
    static_GetTypeInfo,  sink_GetIDsOfNames, sink_Invoke,
};

/* The events' IID and description. */
static HRESULT find_events(IUnknown *object, IID *iid, ITypeInfo **events)
{
    IProvideClassInfo2 *provide;
    ITypeInfo *coclass = NULL;
    ITypeLib *library = NULL;
    UINT index;
    HRESULT hr;

    *events = NULL;
    hr = IUnknown_QueryInterface(object, &IID_IProvideClassInfo2, (void **)&provide);
    if (FAILED(hr)) return hr;
    hr = IProvideClassInfo2_GetGUID(provide, GUIDKIND_DEFAULT_SOURCE_DISP_IID, iid);
    if (SUCCEEDED(hr)) hr = IProvideClassInfo2_GetClassInfo(provide, &coclass);
    if (SUCCEEDED(hr)) hr = ITypeInfo_GetContainingTypeLib(coclass, &library, &index);
    if (SUCCEEDED(hr)) hr = ITypeLib_GetTypeInfoOfGuid(library, iid, events);
    if (library) ITypeLib_Release(library);
    if (coclass) ITypeInfo_Release(coclass);
    IProvideClassInfo2_Release(provide);
    return hr;
}

static HRESULT connection_open(struct connection *connection, IUnknown *object)
{
    IConnectionPointContainer *container;
    HRESULT hr = find_events(object, &connection->iid, &connection->events);

    if (FAILED(hr)) return hr;
    hr = IUnknown_QueryInterface(object, &IID_IConnectionPointContainer, (void **)&container);
    if (FAILED(hr)) return hr;
    hr = IConnectionPointContainer_FindConnectionPoint(container, &connection->iid, &connection->point);
    IConnectionPointContainer_Release(container);
    if (FAILED(hr)) return hr;
    return IConnectionPoint_Advise(connection->point, (IUnknown *)&connection->IDispatch_iface, &connection->cookie);
}

static void connection_close(struct connection *connection)
{
    if (connection->cookie) IConnectionPoint_Unadvise(connection->point, connection->cookie);
    if (connection->point) IConnectionPoint_Release(connection->point);
    if (connection->events) ITypeInfo_Release(connection->events);
    if (connection->object) IUnknown_Release(connection->object);
    memset(connection, 0, sizeof *connection);
}

static HRESULT connect_object(IUnknown *object, const WCHAR *prefix)
{
    struct connection *connection = host.connections;
    HRESULT hr;

    while (connection < host.connections + CONNECTIONS_MAX && connection->object)
        connection++;
    if (connection == host.connections + CONNECTIONS_MAX) return CONNECT_E_ADVISELIMIT;
    hr = IUnknown_QueryInterface(object, &IID_IUnknown, (void **)&connection->object);
    if (FAILED(hr)) return hr;
    connection->IDispatch_iface.lpVtbl = (IDispatchVtbl *)&sink_methods;
    lstrcpynW(connection->prefix, prefix, NAME_CHARS);
    hr = connection_open(connection, object);
    if (FAILED(hr)) connection_close(connection);
    return hr;
}

static HRESULT disconnect_object(IUnknown *object)
{
    HRESULT hr = CONNECT_E_NOCONNECTION;
    IUnknown *identity;
    size_t i;

    if (FAILED(IUnknown_QueryInterface(object, &IID_IUnknown, (void **)&identity))) return hr;
    for (i = 0; i < CONNECTIONS_MAX; i++) {
        if (host.connections[i].object != identity) continue;
        connection_close(&host.connections[i]);
        hr = S_OK;
    }
    IUnknown_Release(identity);
    return hr;
}

/* ---------------------------------------------------------------------------------------------------------- WScript */

/* The nth argument, from 1; engines send variables by reference. NULL: not given. */
static const VARIANT *argument_at(const DISPPARAMS *parameters, UINT nth)
{
    const VARIANT *argument;

    if (nth > parameters->cArgs) return NULL;
    argument = &parameters->rgvarg[parameters->cArgs - nth];
    return V_VT(argument) == (VT_VARIANT | VT_BYREF) ? V_VARIANTREF(argument) : argument;
}

/* SysFreeString; NULL when it is missing or no text. */
static BSTR take_text(const DISPPARAMS *parameters, UINT nth)
{
    const VARIANT *argument = argument_at(parameters, nth);
    VARIANT text;

    VariantInit(&text);
    if (!argument || FAILED(VariantChangeType(&text, (VARIANT *)argument, 0, VT_BSTR))) return NULL;
    return V_BSTR(&text);
}

static LONG number_at(const DISPPARAMS *parameters, UINT nth)
{
    const VARIANT *argument = argument_at(parameters, nth);
    VARIANT number;

    VariantInit(&number);
    if (!argument || FAILED(VariantChangeType(&number, (VARIANT *)argument, 0, VT_I4))) return 0;
    return V_I4(&number);
}

static IUnknown *object_at(const DISPPARAMS *parameters, UINT nth)
{
    const VARIANT *argument = argument_at(parameters, nth);

    if (!argument) return NULL;
    if (V_VT(argument) == (VT_DISPATCH | VT_BYREF)) return (IUnknown *)*V_DISPATCHREF(argument);
    return V_VT(argument) == VT_DISPATCH || V_VT(argument) == VT_UNKNOWN ? V_UNKNOWN(argument) : NULL;
}

static HRESULT wscript_create_object(const DISPPARAMS *parameters, VARIANT *result)
{
    BSTR progid = take_text(parameters, 1), prefix = take_text(parameters, 2);
    IDispatch *object = NULL;
    HRESULT hr = E_INVALIDARG;
    CLSID clsid;

    if (progid) hr = CLSIDFromProgID(progid, &clsid);
    if (SUCCEEDED(hr)) hr = CoCreateInstance(&clsid, NULL, CLSCTX_ALL, &IID_IDispatch, (void **)&object);
    if (SUCCEEDED(hr) && prefix) hr = connect_object((IUnknown *)object, prefix);
    SysFreeString(progid);
    SysFreeString(prefix);
    if (SUCCEEDED(hr) && result) {
        V_VT(result) = VT_DISPATCH;
        V_DISPATCH(result) = object;
    } else if (object) {
        IDispatch_Release(object);
    }
    return hr;
}

static HRESULT wscript_connect_object(const DISPPARAMS *parameters, VARIANT *result)
{
    IUnknown *object = object_at(parameters, 1);
    BSTR prefix = take_text(parameters, 2);
    HRESULT hr = object && prefix ? connect_object(object, prefix) : E_INVALIDARG;

    (void)result;
    SysFreeString(prefix);
    return hr;
}

static HRESULT wscript_disconnect_object(const DISPPARAMS *parameters, VARIANT *result)
{
    IUnknown *object = object_at(parameters, 1);

    (void)result;
    return object ? disconnect_object(object) : E_INVALIDARG;
}

static void print_wide(FILE *file, const WCHAR *text)
{
    char bytes[4096];

    if (WideCharToMultiByte(CP_UTF8, 0, text, -1, bytes, sizeof bytes, NULL, NULL)) fputs(bytes, file);
}

static HRESULT wscript_echo(const DISPPARAMS *parameters, VARIANT *result)
{
    UINT i;

    (void)result;
    for (i = 1; i <= parameters->cArgs; i++) {
        BSTR text = take_text(parameters, i);

        if (i > 1) putchar(' ');
        print_wide(stdout, text ? text : L"(no text)");
        SysFreeString(text);
    }
    putchar('\n');
    fflush(stdout);
    return S_OK;
}

static HRESULT wscript_sleep(const DISPPARAMS *parameters, VARIANT *result)
{
    DWORD began_ms = GetTickCount(), wait_ms = (DWORD)number_at(parameters, 1), passed_ms;
    MSG message;

    (void)result;
    while ((passed_ms = GetTickCount() - began_ms) < wait_ms) {
        MsgWaitForMultipleObjects(0, NULL, FALSE, wait_ms - passed_ms, QS_ALLINPUT);
        while (PeekMessageW(&message, NULL, 0, 0, PM_REMOVE))
            DispatchMessageW(&message);
    }
    return S_OK;
}

/* At once, as Windows' host does: not even "On Error Resume Next" goes on behind it. */
static HRESULT wscript_quit(const DISPPARAMS *parameters, VARIANT *result)
{
    size_t i;

    (void)result;
    for (i = 0; i < CONNECTIONS_MAX; i++)
        connection_close(&host.connections[i]);
    fflush(NULL);
    ExitProcess((UINT)number_at(parameters, 1));
}

static const struct {
    const WCHAR *name;
    HRESULT (*call)(const DISPPARAMS *parameters, VARIANT *result);
} wscript_members[] = {
    {L"CreateObject", wscript_create_object},
    {L"ConnectObject", wscript_connect_object},
    {L"DisconnectObject", wscript_disconnect_object},
    {L"Echo", wscript_echo},
    {L"Sleep", wscript_sleep},
    {L"Quit", wscript_quit},
};

static HRESULT WINAPI wscript_QueryInterface(IDispatch *iface, REFIID iid, void **out)
{
    *out = IsEqualIID(iid, &IID_IUnknown) || IsEqualIID(iid, &IID_IDispatch) ? iface : NULL;
    return *out ? S_OK : E_NOINTERFACE;
}

static HRESULT WINAPI wscript_GetIDsOfNames(IDispatch *iface, REFIID iid, LPOLESTR *names, UINT count, LCID locale,
                                            DISPID *ids)
{
    DISPID id;

    (void)iface, (void)iid, (void)locale;
    if (count != 1) return DISP_E_UNKNOWNNAME;
    for (id = 0; id < (DISPID)ARRAYSIZE(wscript_members); id++) {
        if (lstrcmpiW(names[0], wscript_members[id].name)) continue;
        ids[0] = id + 1;
        return S_OK;
    }
    ids[0] = DISPID_UNKNOWN;
    return DISP_E_UNKNOWNNAME;
}

static HRESULT WINAPI wscript_Invoke(IDispatch *iface, DISPID member, REFIID iid, LCID locale, WORD flags,
                                     DISPPARAMS *parameters, VARIANT *result, EXCEPINFO *exception, UINT *argument)
{
    (void)iface, (void)iid, (void)locale, (void)flags, (void)exception, (void)argument;
    if (member < 1 || member > (DISPID)ARRAYSIZE(wscript_members)) return DISP_E_MEMBERNOTFOUND;
    return wscript_members[member - 1].call(parameters, result);
}

static const IDispatchVtbl wscript_methods = {
    wscript_QueryInterface, static_AddRef,         static_Release, static_GetTypeInfoCount,
    static_GetTypeInfo,     wscript_GetIDsOfNames, wscript_Invoke,
};

/* ------------------------------------------------------------------------------------------------------------- site */

static HRESULT WINAPI site_QueryInterface(IActiveScriptSite *iface, REFIID iid, void **out)
{
    *out = IsEqualIID(iid, &IID_IUnknown) || IsEqualIID(iid, &IID_IActiveScriptSite) ? iface : NULL;
    return *out ? S_OK : E_NOINTERFACE;
}

static ULONG WINAPI site_AddRef(IActiveScriptSite *iface)
{
    (void)iface;
    return 2;
}

static ULONG WINAPI site_Release(IActiveScriptSite *iface)
{
    (void)iface;
    return 1;
}

static HRESULT WINAPI site_GetLCID(IActiveScriptSite *iface, LCID *locale)
{
    (void)iface;
    *locale = LOCALE_USER_DEFAULT;
    return S_OK;
}

static HRESULT WINAPI site_GetItemInfo(IActiveScriptSite *iface, LPCOLESTR name, DWORD wanted, IUnknown **item,
                                       ITypeInfo **info)
{
    (void)iface;
    if (info) *info = NULL;
    if (item) *item = NULL;
    if (lstrcmpiW(name, L"WScript") || (wanted & SCRIPTINFO_ITYPEINFO)) return TYPE_E_ELEMENTNOTFOUND;
    if ((wanted & SCRIPTINFO_IUNKNOWN) && item) *item = (IUnknown *)&host.IDispatch_iface;
    return S_OK;
}

static HRESULT WINAPI site_GetDocVersionString(IActiveScriptSite *iface, BSTR *version)
{
    (void)iface;
    *version = NULL;
    return E_NOTIMPL; /* IActiveScriptSite: the document has no version, the engine goes by what it was given */
}

static HRESULT WINAPI site_OnScriptTerminate(IActiveScriptSite *iface, const VARIANT *result,
                                             const EXCEPINFO *exception)
{
    (void)iface, (void)result, (void)exception;
    return S_OK;
}

static HRESULT WINAPI site_OnStateChange(IActiveScriptSite *iface, SCRIPTSTATE state)
{
    (void)iface, (void)state;
    return S_OK;
}

static HRESULT WINAPI site_OnScriptError(IActiveScriptSite *iface, IActiveScriptError *error)
{
    EXCEPINFO exception;
    DWORD context, line = 0;
    LONG character = 0;

    (void)iface;
    memset(&exception, 0, sizeof exception);
    IActiveScriptError_GetExceptionInfo(error, &exception);
    IActiveScriptError_GetSourcePosition(error, &context, &line, &character);
    fprintf(stderr, "%s(%lu): error 0x%08lX: ", host.file, (unsigned long)line + 1, (unsigned long)exception.scode);
    print_wide(stderr, exception.bstrDescription ? exception.bstrDescription : L"(no description)");
    fputc('\n', stderr);
    SysFreeString(exception.bstrSource);
    SysFreeString(exception.bstrDescription);
    SysFreeString(exception.bstrHelpFile);
    host.exit_code = 1;
    return S_OK;
}

static HRESULT WINAPI site_OnEnterScript(IActiveScriptSite *iface)
{
    (void)iface;
    return S_OK;
}

static HRESULT WINAPI site_OnLeaveScript(IActiveScriptSite *iface)
{
    (void)iface;
    return S_OK;
}

static const IActiveScriptSiteVtbl site_methods = {
    site_QueryInterface,    site_AddRef,        site_Release,
    site_GetLCID,           site_GetItemInfo,   site_GetDocVersionString,
    site_OnScriptTerminate, site_OnStateChange, site_OnScriptError,
    site_OnEnterScript,     site_OnLeaveScript,
};

/* ----------------------------------------------------------------------------------------------------------- script */

/* UTF-8; free(). NULL: it cannot be read. */
static WCHAR *read_script(const char *path)
{
    char *bytes = malloc(SCRIPT_MAX_BYTES);
    WCHAR *text = malloc(SCRIPT_MAX_BYTES * sizeof *text);
    FILE *file = fopen(path, "rb");
    int count = 0;

    if (bytes && text && file) {
        size_t size = fread(bytes, 1, SCRIPT_MAX_BYTES - 1, file);

        count = size ? MultiByteToWideChar(CP_UTF8, 0, bytes, (int)size, text, SCRIPT_MAX_BYTES - 1) : 0;
        text[count] = L'\0';
    }
    if (file) fclose(file);
    free(bytes);
    if (count) return text;
    free(text);
    return NULL;
}

static HRESULT run(const WCHAR *engine, const WCHAR *text)
{
    IActiveScriptParse *parse;
    EXCEPINFO exception;
    CLSID clsid;
    HRESULT hr;

    memset(&exception, 0, sizeof exception);
    hr = CLSIDFromProgID(engine, &clsid);
    if (FAILED(hr)) return hr;
    hr = CoCreateInstance(&clsid, NULL, CLSCTX_INPROC_SERVER, &IID_IActiveScript, (void **)&host.engine);
    if (FAILED(hr)) return hr;
    hr = IActiveScript_QueryInterface(host.engine, &script_parse_iid, (void **)&parse);
    if (FAILED(hr)) return hr;
    hr = IActiveScript_SetScriptSite(host.engine, &host.IActiveScriptSite_iface);
    if (SUCCEEDED(hr)) hr = parse->lpVtbl->InitNew(parse);
    if (SUCCEEDED(hr)) hr = IActiveScript_AddNamedItem(host.engine, L"WScript", SCRIPTITEM_ISVISIBLE);
    if (SUCCEEDED(hr)) hr = IActiveScript_SetScriptState(host.engine, SCRIPTSTATE_STARTED);
    if (SUCCEEDED(hr)) {
        hr =
            parse->lpVtbl->ParseScriptText(parse, text, NULL, NULL, NULL, 0, 0, SCRIPTTEXT_ISVISIBLE, NULL, &exception);
    }
    parse->lpVtbl->Release(parse);
    return hr;
}

int main(int argc, char **argv)
{
    const char *extension = argc == 2 ? strrchr(argv[1], '.') : NULL;
    bool is_vbscript = extension && !strcmp(extension, ".vbs");
    WCHAR *text;
    HRESULT hr;
    size_t i;

    if (!extension || (!is_vbscript && strcmp(extension, ".js") != 0)) {
        fprintf(stderr, "usage: script_host FILE.vbs|FILE.js\n");
        return 2;
    }
    host.IActiveScriptSite_iface.lpVtbl = (IActiveScriptSiteVtbl *)&site_methods;
    host.IDispatch_iface.lpVtbl = (IDispatchVtbl *)&wscript_methods;
    host.file = argv[1];
    text = read_script(argv[1]);
    if (!text) {
        fprintf(stderr, "%s cannot be read\n", argv[1]);
        return 2;
    }
    CoInitialize(NULL);
    hr = run(is_vbscript ? L"VBScript" : L"JScript", text);
    if (FAILED(hr) && !host.exit_code) {
        fprintf(stderr, "%s: 0x%08lX\n", argv[1], (unsigned long)hr);
        host.exit_code = 1;
    }
    for (i = 0; i < CONNECTIONS_MAX; i++)
        connection_close(&host.connections[i]);
    if (host.engine) {
        IActiveScript_Close(host.engine);
        IActiveScript_Release(host.engine);
    }
    CoUninitialize();
    free(text);
    return host.exit_code;
}
