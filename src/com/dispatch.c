/* IDispatch for every dual interface: member look-up and invocation by the type library of this module. */
#include "com/dispatch.h"

#include <stdbool.h>
#include <string.h>

#include "base/alloc.h"

enum { DISPATCH_SLOTS = 7 }; /* of IUnknown and IDispatch, in front of an interface's own */

enum { INVOKE_KINDS = INVOKE_FUNC | INVOKE_PROPERTYGET | INVOKE_PROPERTYPUT | INVOKE_PROPERTYPUTREF };

_Static_assert((int)INVOKE_FUNC == DISPATCH_METHOD && (int)INVOKE_PROPERTYGET == DISPATCH_PROPERTYGET &&
                   (int)INVOKE_PROPERTYPUT == DISPATCH_PROPERTYPUT &&
                   (int)INVOKE_PROPERTYPUTREF == DISPATCH_PROPERTYPUTREF,
               "the two sets of names mean the same bits");

enum { PARAMETERS_MAX = 4 }; /* of a member whose arguments we convert; no dual interface of the library has more */

struct member {
    MEMBERID id;
    BSTR name; /* owned */
    WORD kind; /* one of INVOKE_KINDS */
    UINT most; /* arguments, the value of a put included */
    UINT required;
    VARTYPE types[PARAMETERS_MAX]; /* what to convert an argument to; VT_EMPTY: leave it to ITypeInfo::Invoke */
    VARTYPE got; /* what a propget without arguments gives, where it is called directly; else VT_EMPTY */
    UINT slot;   /* of that one in the vtable */
};

struct members {
    ITypeInfo *info;
    size_t count;
    struct member member[];
};

/* ITypeLib: resource 1 of the module, and resource 2, of what a module has beyond Microsoft's. */
enum { LIBRARIES = 2 };
static struct com_kept libraries[LIBRARIES];

static void release_unknown(void *thing)
{
    IUnknown_Release((IUnknown *)thing);
}

static void release_members(void *thing)
{
    struct members *members = thing;
    size_t i;

    for (i = 0; i < members->count; i++)
        SysFreeString(members->member[i].name);
    ITypeInfo_Release(members->info);
    base_free(members);
}

/* Borrowed: kept while the module is in use. */
static HRESULT get_library(unsigned index, ITypeLib **out)
{
    static const WCHAR resources[LIBRARIES][3] = {L"", L"\\2"};
    WCHAR path[MAX_PATH + ARRAYSIZE(resources[0])];
    ITypeLib *loaded;
    DWORD length;
    HRESULT hr;

    *out = com_module_kept(&libraries[index]);
    if (*out) return S_OK;
    length = GetModuleFileNameW(com_module_instance(), path, MAX_PATH + 1);
    if (!length || length == MAX_PATH + 1) return HRESULT_FROM_WIN32(ERROR_BAD_PATHNAME);
    wcscpy(path + length, resources[index]);
    hr = LoadTypeLibEx(path, REGKIND_NONE, &loaded);
    if (FAILED(hr)) return hr;
    *out = com_module_keep(&libraries[index], loaded, release_unknown);
    return S_OK;
}

HRESULT com_type_info_get(REFGUID guid, ITypeInfo **info)
{
    HRESULT hr = TYPE_E_ELEMENTNOTFOUND;
    ITypeLib *type_library;
    unsigned i;

    *info = NULL;
    for (i = 0; i < LIBRARIES && hr == TYPE_E_ELEMENTNOTFOUND; i++) {
        hr = get_library(i, &type_library);
        if (SUCCEEDED(hr)) hr = ITypeLib_GetTypeInfoOfGuid(type_library, guid, info);
    }
    return hr;
}

static HRESULT get_iid(ITypeInfo *info, IID *iid)
{
    TYPEATTR *attributes;
    HRESULT hr = ITypeInfo_GetTypeAttr(info, &attributes);

    if (FAILED(hr)) return hr;
    *iid = attributes->guid;
    ITypeInfo_ReleaseTypeAttr(info, attributes);
    return S_OK;
}

HRESULT com_type_info_get_events(REFCLSID clsid, IID *iid)
{
    enum { WANTED = IMPLTYPEFLAG_FDEFAULT | IMPLTYPEFLAG_FSOURCE };
    ITypeInfo *coclass, *events;
    HREFTYPE reference;
    HRESULT hr;
    INT flags;
    UINT i;

    hr = com_type_info_get(clsid, &coclass);
    if (FAILED(hr)) return hr;
    for (i = 0; SUCCEEDED(hr = ITypeInfo_GetImplTypeFlags(coclass, i, &flags)); i++) {
        if ((flags & WANTED) != WANTED) continue;
        hr = ITypeInfo_GetRefTypeOfImplType(coclass, i, &reference);
        if (SUCCEEDED(hr)) hr = ITypeInfo_GetRefTypeInfo(coclass, reference, &events);
        if (SUCCEEDED(hr)) {
            hr = get_iid(events, iid);
            ITypeInfo_Release(events);
        }
        break;
    }
    ITypeInfo_Release(coclass);
    return hr;
}

/* Numbers, strings and enumerations; VT_EMPTY for everything else, such as an interface. */
static VARTYPE type_of(ITypeInfo *info, const TYPEDESC *description)
{
    VARTYPE type = VT_EMPTY;
    TYPEATTR *attributes;
    ITypeInfo *referred;

    switch (description->vt) {
    case VT_I2:
    case VT_I4:
    case VT_R4:
    case VT_R8:
    case VT_BSTR:
    case VT_BOOL:
    case VT_UI1:
    case VT_UI2:
    case VT_UI4:
        return description->vt;
    case VT_INT:
        return VT_I4;
    case VT_UINT:
        return VT_UI4;
    case VT_USERDEFINED:
        if (FAILED(ITypeInfo_GetRefTypeInfo(info, description->hreftype, &referred))) return VT_EMPTY;
        if (SUCCEEDED(ITypeInfo_GetTypeAttr(referred, &attributes))) {
            if (attributes->typekind == TKIND_ENUM) type = VT_I4;
            if (attributes->typekind == TKIND_ALIAS) type = type_of(referred, &attributes->tdescAlias);
            ITypeInfo_ReleaseTypeAttr(referred, attributes);
        }
        ITypeInfo_Release(referred);
        return type;
    default:
        return VT_EMPTY;
    }
}

static bool is_listed(const FUNCDESC *function)
{
    /* The seven members of IDispatch are in the list, on some hosts; they are restricted, and nobody's business here.
     */
    return function->memid < 0x60000000 || function->memid > 0x6FFFFFFF;
}

static HRESULT describe(ITypeInfo *info, const FUNCDESC *function, struct member *member)
{
    USHORT flags;
    UINT names;
    SHORT i;

    member->id = function->memid;
    member->kind = (WORD)function->invkind;
    for (i = 0; i < function->cParams; i++) {
        flags = function->lprgelemdescParam[i].paramdesc.wParamFlags;
        if (flags & (PARAMFLAG_FRETVAL | PARAMFLAG_FLCID)) continue;
        if (member->most < PARAMETERS_MAX) {
            member->types[member->most] = type_of(info, &function->lprgelemdescParam[i].tdesc);
        }
        member->most++;
        if (!(flags & PARAMFLAG_FOPT)) member->required++;
    }
    return ITypeInfo_GetNames(info, function->memid, &member->name, 1, &names);
}

static const struct member *find(const struct members *members, DISPID id, WORD kind)
{
    size_t i;

    for (i = 0; i < members->count; i++) {
        if (members->member[i].id == id && (members->member[i].kind & kind)) return &members->member[i];
    }
    return NULL;
}

/* What a getter of the vtable gives, of the types that need no more than a place in the VARIANT; else VT_EMPTY. */
static VARTYPE type_got(const FUNCDESC *function)
{
    const ELEMDESC *value = function->lprgelemdescParam;
    const TYPEDESC *type;

    if (function->invkind != INVOKE_PROPERTYGET || function->callconv != CC_STDCALL || function->cParams != 1 ||
        !(value->paramdesc.wParamFlags & PARAMFLAG_FRETVAL) || value->tdesc.vt != VT_PTR)
        return VT_EMPTY;
    type = value->tdesc.lptdesc;
    switch (type->vt) {
    case VT_BSTR:
    case VT_BOOL:
    case VT_I4:
        return type->vt;
    case VT_SAFEARRAY:
        return type->lptdesc->vt == VT_VARIANT ? VT_ARRAY | VT_VARIANT : VT_EMPTY;
    default:
        return VT_EMPTY;
    }
}

/* Which getters can be called directly, by the other half of the dual interface: its vtable. A getter whose place there
 * is not what its place in the list says stays with ITypeInfo::Invoke, and so do all where there is no such half.
 */
static void find_getters(const struct members *members)
{
    ITypeInfo *half;
    FUNCDESC *function;
    struct member *member;
    HREFTYPE reference;
    UINT i, own = 0;

    if (FAILED(ITypeInfo_GetRefTypeOfImplType(members->info, (UINT)-1, &reference)) ||
        FAILED(ITypeInfo_GetRefTypeInfo(members->info, reference, &half)))
        return;
    for (i = 0; SUCCEEDED(ITypeInfo_GetFuncDesc(half, i, &function)); i++) {
        member = (struct member *)find(members, function->memid, INVOKE_PROPERTYGET);
        if (member && is_listed(function) && (size_t)function->oVft == (DISPATCH_SLOTS + own) * sizeof(void *)) {
            member->slot = DISPATCH_SLOTS + own;
            member->got = type_got(function);
        }
        own += is_listed(function);
        ITypeInfo_ReleaseFuncDesc(half, function);
    }
    ITypeInfo_Release(half);
}

static HRESULT take_members(const struct com_dispatch *dispatch, struct members **out)
{
    struct members *members;
    FUNCDESC *function;
    TYPEATTR *attributes;
    ITypeInfo *info;
    UINT functions, i;
    HRESULT hr;

    hr = com_type_info_get(dispatch->iid, &info);
    if (FAILED(hr)) return hr;
    hr = ITypeInfo_GetTypeAttr(info, &attributes);
    functions = SUCCEEDED(hr) ? attributes->cFuncs : 0;
    if (SUCCEEDED(hr)) ITypeInfo_ReleaseTypeAttr(info, attributes);
    members = SUCCEEDED(hr) ? base_alloc(sizeof *members + functions * sizeof members->member[0]) : NULL;
    if (!members) {
        ITypeInfo_Release(info);
        return FAILED(hr) ? hr : E_OUTOFMEMORY;
    }
    members->info = info;
    for (i = 0; i < functions && SUCCEEDED(hr); i++) {
        hr = ITypeInfo_GetFuncDesc(info, i, &function);
        if (FAILED(hr)) break;
        if (is_listed(function)) hr = describe(info, function, &members->member[members->count++]);
        ITypeInfo_ReleaseFuncDesc(info, function);
    }
    if (FAILED(hr)) {
        release_members(members);
        return hr;
    }
    find_getters(members);
    *out = members;
    return S_OK;
}

/* Borrowed: kept while the module is in use. */
static HRESULT get_members(struct com_dispatch *dispatch, struct members **out)
{
    HRESULT hr;

    *out = com_module_kept(&dispatch->members);
    if (*out) return S_OK;
    hr = take_members(dispatch, out);
    if (FAILED(hr)) return hr;
    *out = com_module_keep(&dispatch->members, *out, release_members);
    return S_OK;
}

HRESULT com_dispatch_GetTypeInfoCount(UINT *count)
{
    if (!count) return E_POINTER;
    *count = 1;
    return S_OK;
}

HRESULT com_dispatch_GetTypeInfo(struct com_dispatch *dispatch, UINT index, ITypeInfo **info)
{
    struct members *members;
    HRESULT hr;

    if (!info) return E_POINTER;
    *info = NULL;
    if (index) return DISP_E_BADINDEX;
    hr = get_members(dispatch, &members);
    if (FAILED(hr)) return hr;
    *info = members->info;
    ITypeInfo_AddRef(*info);
    return S_OK;
}

/* Names of members are ASCII, and their letter case does not count. */
static bool is_same_name(const WCHAR *asked, const WCHAR *name)
{
    for (; *asked && *name; asked++, name++) {
        WCHAR a = *asked, b = *name;

        if (a == b) continue;
        if (a >= L'A' && a <= L'Z') a |= 0x20;
        if (b >= L'A' && b <= L'Z') b |= 0x20;
        if (a != b) return false;
    }
    return *asked == *name;
}

static const struct member *find_name(const struct members *members, const WCHAR *name)
{
    size_t i;

    for (i = 0; i < members->count; i++) {
        if (is_same_name(name, members->member[i].name)) return &members->member[i];
    }
    return NULL;
}

/* The name of a member alone is found here. Names of parameters, and what is no member, the type information knows. */
HRESULT com_dispatch_GetIDsOfNames(struct com_dispatch *dispatch, REFIID iid, LPOLESTR *names, UINT count, DISPID *ids)
{
    const struct member *member;
    struct members *members;
    HRESULT hr;
    UINT i;

    if (!IsEqualIID(iid, &IID_NULL)) return DISP_E_UNKNOWNINTERFACE;
    if (!names || !ids || !count) return E_INVALIDARG;
    for (i = 0; i < count; i++)
        ids[i] = DISPID_UNKNOWN;
    hr = get_members(dispatch, &members);
    if (FAILED(hr)) return hr;
    member = count == 1 && names[0] ? find_name(members, names[0]) : NULL;
    if (member) {
        ids[0] = member->id;
        return S_OK;
    }
    return ITypeInfo_GetIDsOfNames(members->info, names, count, ids);
}

/* Which member do the flags ask for? A put and a get never go together; a METHOD alone may be a propget. */
static HRESULT choose(const struct members *members, DISPID id, WORD flags, const struct member **out)
{
    WORD kinds = flags & INVOKE_KINDS;
    bool is_put = (kinds & (INVOKE_PROPERTYPUT | INVOKE_PROPERTYPUTREF)) != 0;

    if (!kinds || (is_put && (kinds & (INVOKE_FUNC | INVOKE_PROPERTYGET)))) return E_INVALIDARG;
    *out = find(members, id, kinds);
    if (!*out && (kinds & INVOKE_PROPERTYPUTREF)) *out = find(members, id, INVOKE_PROPERTYPUT);
    if (!*out && (kinds & INVOKE_FUNC)) *out = find(members, id, INVOKE_PROPERTYGET);
    return *out ? S_OK : DISP_E_MEMBERNOTFOUND;
}

/* A named argument of a get or a method is the position of its parameter, each once; a put names its value, and only
 * that.
 */
static HRESULT check_names(const struct member *member, const DISPPARAMS *parameters, UINT *argument)
{
    UINT positional = parameters->cArgs - parameters->cNamedArgs;
    DISPID name;
    UINT i, j;

    if (member->kind & (INVOKE_PROPERTYPUT | INVOKE_PROPERTYPUTREF)) {
        if (parameters->cNamedArgs == 1 && parameters->rgdispidNamedArgs[0] == DISPID_PROPERTYPUT) return S_OK;
        if (argument) *argument = 0;
        return DISP_E_PARAMNOTFOUND;
    }
    for (i = 0; i < parameters->cNamedArgs; i++) {
        name = parameters->rgdispidNamedArgs[i];
        for (j = 0; j < i && parameters->rgdispidNamedArgs[j] != name; j++) {
        }
        if (name < (DISPID)positional || name >= (DISPID)member->most || j < i) {
            if (argument) *argument = i;
            return DISP_E_PARAMNOTFOUND;
        }
    }
    return S_OK;
}

/* Where in rgvarg is the argument of that parameter? At cArgs: left out. */
static UINT place_of(const struct member *member, const DISPPARAMS *parameters, UINT parameter)
{
    UINT positional = parameters->cArgs - parameters->cNamedArgs;
    UINT i;

    if (parameter < positional) return parameters->cArgs - 1 - parameter;
    if (member->kind & (INVOKE_PROPERTYPUT | INVOKE_PROPERTYPUTREF)) return 0;
    for (i = 0; i < parameters->cNamedArgs && parameters->rgdispidNamedArgs[i] != (DISPID)parameter; i++) {
    }
    return i < parameters->cNamedArgs ? i : parameters->cArgs;
}

/* What an argument is, behind all references; NULL: a reference leads nowhere. */
static const VARIANT *behind_references(const VARIANT *argument)
{
    if (V_VT(argument) == (VT_VARIANT | VT_BYREF)) argument = V_VARIANTREF(argument);
    return !argument || ((V_VT(argument) & VT_BYREF) && !V_BYREF(argument)) ? NULL : argument;
}

static HRESULT convert(const VARIANT *argument, bool is_required, VARTYPE type, LCID locale, VARIANT *converted)
{
    const VARIANT *source = behind_references(argument);
    VARIANT value;
    HRESULT hr;

    if (!source) return DISP_E_TYPEMISMATCH;
    if (V_VT(source) == VT_ERROR && V_ERROR(source) == DISP_E_PARAMNOTFOUND) {
        return is_required ? DISP_E_PARAMNOTOPTIONAL : S_FALSE;
    }
    VariantInit(&value);
    VariantInit(converted);
    if (V_VT(source) & VT_BYREF) {
        hr = VariantCopyInd(&value, (VARIANT *)source);
        if (FAILED(hr)) return hr;
        source = &value;
    }
    if (type == VT_I4 && (V_VT(source) == VT_UI4 || V_VT(source) == VT_UINT) && V_UI4(source) > MAXLONG) {
        hr = DISP_E_OVERFLOW;
    } else {
        hr = VariantChangeTypeEx(converted, (VARIANT *)source, locale, 0, type);
    }
    VariantClear(&value);
    return hr;
}

/* The arguments as the member wants them; those that are `is_own` are to be cleared. Hosts convert differently: Wine
 * takes a large VT_UI4 for a negative VT_I4, and never says which argument is to blame.
 */
static HRESULT convert_all(const struct member *member, const DISPPARAMS *parameters, LCID locale, VARIANT *own,
                           bool *is_own, UINT *argument)
{
    HRESULT hr = S_OK;
    UINT parameter, place;

    for (place = 0; place < parameters->cArgs; place++) {
        own[place] = parameters->rgvarg[place];
        is_own[place] = false;
    }
    for (parameter = 0; parameter < member->most; parameter++) {
        place = place_of(member, parameters, parameter);
        if (place == parameters->cArgs || member->types[parameter] == VT_EMPTY) continue;
        if (V_VT(&own[place]) == member->types[parameter]) continue;
        hr = convert(&parameters->rgvarg[place], parameter < member->required, member->types[parameter], locale,
                     &own[place]);
        is_own[place] = hr == S_OK;
        if (hr == S_FALSE) own[place] = parameters->rgvarg[place];
        if (FAILED(hr)) {
            if (argument) *argument = place;
            return hr;
        }
    }
    return S_OK;
}

static HRESULT invoke_converted(ITypeInfo *info, void *iface, const struct member *member, LCID locale,
                                DISPPARAMS *parameters, VARIANT *result, EXCEPINFO *exception, UINT *argument)
{
    bool is_own[PARAMETERS_MAX];
    VARIANT own[PARAMETERS_MAX];
    DISPPARAMS converted = {own, parameters->rgdispidNamedArgs, parameters->cArgs, parameters->cNamedArgs};
    HRESULT hr;
    UINT i;

    if (parameters->cArgs == 0 || member->most > PARAMETERS_MAX) {
        return ITypeInfo_Invoke(info, iface, member->id, member->kind, parameters, result, exception, argument);
    }
    hr = convert_all(member, parameters, locale, own, is_own, argument);
    if (SUCCEEDED(hr)) {
        hr = ITypeInfo_Invoke(info, iface, member->id, member->kind, &converted, result, exception, argument);
    }
    for (i = 0; i < parameters->cArgs; i++)
        if (is_own[i]) VariantClear(&own[i]);
    return hr;
}

/* A method has failed: as ITypeInfo::Invoke tells it. */
static HRESULT raise(HRESULT failure, EXCEPINFO *exception)
{
    IErrorInfo *info;

    if (!exception) return DISP_E_EXCEPTION;
    memset(exception, 0, sizeof *exception);
    exception->scode = failure;
    if (GetErrorInfo(0, &info) != S_OK) return DISP_E_EXCEPTION;
    IErrorInfo_GetSource(info, &exception->bstrSource);
    IErrorInfo_GetDescription(info, &exception->bstrDescription);
    IErrorInfo_GetHelpFile(info, &exception->bstrHelpFile);
    IErrorInfo_GetHelpContext(info, &exception->dwHelpContext);
    IErrorInfo_Release(info);
    return DISP_E_EXCEPTION;
}

/* ITypeInfo::Invoke builds a call for any member; a getter is the same call each time. */
static HRESULT get(const struct member *member, void *iface, VARIANT *result, EXCEPINFO *exception)
{
    typedef HRESULT(WINAPI * getter)(void *iface, void *value);
    const getter *vtable = *(const getter **)iface;
    HRESULT hr;

    VariantInit(result);
    hr = vtable[member->slot](iface, &V_BYREF(result));
    if (FAILED(hr)) return raise(hr, exception);
    V_VT(result) = member->got;
    return S_OK;
}

/* `image.Root("name")`: the arguments are for the default member of the object that a propget without any gives. */
static HRESULT invoke_default(ITypeInfo *info, void *iface, const struct member *member, LCID locale, WORD flags,
                              DISPPARAMS *parameters, VARIANT *result, EXCEPINFO *exception, UINT *argument)
{
    DISPPARAMS none = {NULL, NULL, 0, 0};
    VARIANT object;
    HRESULT hr;

    VariantInit(&object);
    IDispatch_AddRef((IDispatch *)iface);
    hr = ITypeInfo_Invoke(info, iface, member->id, member->kind, &none, &object, exception, NULL);
    if (SUCCEEDED(hr)) {
        if (V_VT(&object) == VT_DISPATCH && V_DISPATCH(&object))
            hr = IDispatch_Invoke(V_DISPATCH(&object), DISPID_VALUE, &IID_NULL, locale, flags, parameters, result,
                                  exception, argument);
        else
            hr = DISP_E_BADPARAMCOUNT;
    }
    VariantClear(&object);
    IDispatch_Release((IDispatch *)iface);
    return hr;
}

HRESULT com_dispatch_Invoke(struct com_dispatch *dispatch, void *iface, DISPID id, REFIID iid, LCID locale, WORD flags,
                            DISPPARAMS *parameters, VARIANT *result, EXCEPINFO *exception, UINT *argument)
{
    const struct member *member;
    struct members *members;
    VARIANT value;
    HRESULT hr;

    if (result) VariantInit(result);
    if (!IsEqualIID(iid, &IID_NULL)) return DISP_E_UNKNOWNINTERFACE;
    if (!parameters || parameters->cNamedArgs > parameters->cArgs) return E_INVALIDARG;
    if (parameters->cArgs && !parameters->rgvarg) return E_INVALIDARG;
    if (parameters->cNamedArgs && !parameters->rgdispidNamedArgs) return E_INVALIDARG;
    hr = get_members(dispatch, &members);
    if (FAILED(hr)) return hr;
    hr = choose(members, id, flags, &member);
    if (FAILED(hr)) return hr;
    if (parameters->cArgs && member->kind == INVOKE_PROPERTYGET && !member->most && !member->got)
        return invoke_default(members->info, iface, member, locale, flags, parameters, result, exception, argument);
    if (parameters->cArgs < member->required || parameters->cArgs > member->most) return DISP_E_BADPARAMCOUNT;
    hr = check_names(member, parameters, argument);
    if (FAILED(hr)) return hr;

    /* An argument may be an object that is asked for its value, and that is the client's code: it may let go of this
     * object.
     */
    IDispatch_AddRef((IDispatch *)iface);
    VariantInit(&value);
    hr = member->got ? get(member, iface, &value, exception)
                     : invoke_converted(members->info, iface, member, locale, parameters, &value, exception, argument);
    IDispatch_Release((IDispatch *)iface);
    if (SUCCEEDED(hr) && result) {
        *result = value;
    } else {
        VariantClear(&value);
    }
    return hr;
}
