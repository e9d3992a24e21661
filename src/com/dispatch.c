#include "com/dispatch.h"

#include "base/alloc.h"

enum { INVOKE_KINDS = INVOKE_FUNC | INVOKE_PROPERTYGET | INVOKE_PROPERTYPUT | INVOKE_PROPERTYPUTREF };

_Static_assert((int)INVOKE_FUNC == DISPATCH_METHOD && (int)INVOKE_PROPERTYGET == DISPATCH_PROPERTYGET &&
                   (int)INVOKE_PROPERTYPUT == DISPATCH_PROPERTYPUT &&
                   (int)INVOKE_PROPERTYPUTREF == DISPATCH_PROPERTYPUTREF,
               "the two sets of names mean the same bits");

enum { PARAMETERS_MAX = 4 }; /* of a member whose arguments we convert; no dual interface of the library has more */

struct member {
    MEMBERID id;
    WORD kind; /* one of INVOKE_KINDS */
    UINT most; /* arguments, the value of a put included */
    UINT required;
    VARTYPE types[PARAMETERS_MAX]; /* what to convert an argument to; VT_EMPTY: leave it to ITypeInfo::Invoke */
};

struct members {
    ITypeInfo *info;
    size_t count;
    struct member member[];
};

static struct com_kept library; /* ITypeLib */

static void release_unknown(void *thing)
{
    IUnknown_Release((IUnknown *)thing);
}

static void release_members(void *thing)
{
    struct members *members = thing;

    ITypeInfo_Release(members->info);
    base_free(members);
}

/* Borrowed: kept while the module is in use. */
static HRESULT get_library(ITypeLib **out)
{
    WCHAR path[MAX_PATH + 1];
    ITypeLib *loaded;
    DWORD length;
    HRESULT hr;

    *out = com_module_kept(&library);
    if (*out) return S_OK;
    length = GetModuleFileNameW(com_module_instance(), path, ARRAYSIZE(path));
    if (!length || length == ARRAYSIZE(path)) return HRESULT_FROM_WIN32(ERROR_BAD_PATHNAME);
    hr = LoadTypeLibEx(path, REGKIND_NONE, &loaded);
    if (FAILED(hr)) return hr;
    *out = com_module_keep(&library, loaded, release_unknown);
    return S_OK;
}

HRESULT com_type_info_get(REFGUID guid, ITypeInfo **info)
{
    ITypeLib *type_library;
    HRESULT hr;

    *info = NULL;
    hr = get_library(&type_library);
    return FAILED(hr) ? hr : ITypeLib_GetTypeInfoOfGuid(type_library, guid, info);
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

static void describe(ITypeInfo *info, const FUNCDESC *function, struct member *member)
{
    USHORT flags;
    SHORT i;

    member->id = function->memid;
    member->kind = (WORD)function->invkind;
    member->most = member->required = 0;
    for (i = 0; i < function->cParams; i++) {
        flags = function->lprgelemdescParam[i].paramdesc.wParamFlags;
        if (flags & (PARAMFLAG_FRETVAL | PARAMFLAG_FLCID)) continue;
        if (member->most < PARAMETERS_MAX) {
            member->types[member->most] = type_of(info, &function->lprgelemdescParam[i].tdesc);
        }
        member->most++;
        if (!(flags & PARAMFLAG_FOPT)) member->required++;
    }
}

/* The seven members of IDispatch are listed too, on some hosts; they are restricted, and nobody's business here. */
static HRESULT take_members(const struct com_dispatch *dispatch, struct members **out)
{
    struct members *members = NULL;
    FUNCDESC *function;
    TYPEATTR *attributes;
    ITypeInfo *info;
    HRESULT hr;
    UINT i;

    hr = com_type_info_get(dispatch->iid, &info);
    if (FAILED(hr)) return hr;
    hr = ITypeInfo_GetTypeAttr(info, &attributes);
    if (FAILED(hr)) goto failed;
    members = base_alloc(sizeof *members + attributes->cFuncs * sizeof members->member[0]);
    if (members) {
        members->info = info;
        for (i = 0; i < attributes->cFuncs && SUCCEEDED(hr); i++) {
            hr = ITypeInfo_GetFuncDesc(info, i, &function);
            if (FAILED(hr)) break;
            if (function->memid < 0x60000000 || function->memid > 0x6FFFFFFF) {
                describe(info, function, &members->member[members->count++]);
            }
            ITypeInfo_ReleaseFuncDesc(info, function);
        }
    } else {
        hr = E_OUTOFMEMORY;
    }
    ITypeInfo_ReleaseTypeAttr(info, attributes);
    if (FAILED(hr)) goto failed;
    *out = members;
    return S_OK;

failed:
    base_free(members);
    ITypeInfo_Release(info);
    return hr;
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

HRESULT com_dispatch_GetIDsOfNames(struct com_dispatch *dispatch, REFIID iid, LPOLESTR *names, UINT count, DISPID *ids)
{
    struct members *members;
    HRESULT hr;

    if (!IsEqualIID(iid, &IID_NULL)) return DISP_E_UNKNOWNINTERFACE;
    if (!names || !ids || !count) return E_INVALIDARG;
    hr = get_members(dispatch, &members);
    if (FAILED(hr)) return hr;
    return ITypeInfo_GetIDsOfNames(members->info, names, count, ids);
}

static const struct member *find(const struct members *members, DISPID id, WORD kind)
{
    size_t i;

    for (i = 0; i < members->count; i++) {
        if (members->member[i].id == id && (members->member[i].kind & kind)) return &members->member[i];
    }
    return NULL;
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

/* A named argument of a get or a method is the position of its parameter, each once; a put names its value, and only that. */
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

/* The arguments as the member wants them; those that are `is_own` are to be cleared. Hosts convert differently: Wine takes a large VT_UI4 for a negative VT_I4, and never says which argument is
 * to blame.
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
    if (parameters->cArgs < member->required || parameters->cArgs > member->most) return DISP_E_BADPARAMCOUNT;
    hr = check_names(member, parameters, argument);
    if (FAILED(hr)) return hr;

    VariantInit(&value);
    hr = invoke_converted(members->info, iface, member, locale, parameters, &value, exception, argument);
    if (SUCCEEDED(hr) && result) {
        *result = value;
    } else {
        VariantClear(&value);
    }
    return hr;
}
