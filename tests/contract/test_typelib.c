/*
 * The type library, as the system reads it, against the tables in *.inc: nothing that the IDL compiler did is taken on
 * trust.
 *
 * test_typelib [FILE]: FILE is a type library or a DLL that has one; without it, OPENIMAPI2_TYPELIB of the environment,
 * then the one that was built. The program can be pointed at another server's library.
 */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "contract/tables.h"
#include "library.h"

enum {
    NAME_SIZE = 256,
    TYPE_SIZE = 256,
    FUNCTION_SIZE = 2048,
    SLOT_BYTES = sizeof(void *),
    TYPES_MAX = 256,
    DISPATCH_SLOTS = 7,
};

static const char *library_path;
static ITypeLib *library;

/* ------------------------------------------------------------------------------------------------- small things */

static void narrow(const WCHAR *wide, char *narrow_text)
{
    if (!WideCharToMultiByte(CP_ACP, 0, wide ? wide : L"", -1, narrow_text, NAME_SIZE, NULL, NULL))
        fail_msg("a name of the library is longer than %d", NAME_SIZE);
}

static void type_name(ITypeInfo *type, char *name)
{
    BSTR text = NULL;

    assert_int_equal(ITypeInfo_GetDocumentation(type, MEMBERID_NIL, &text, NULL, NULL, NULL), S_OK);
    narrow(text, name);
    SysFreeString(text);
}

static ITypeInfo *find_type(const char *wanted, TYPEKIND kind)
{
    UINT i;

    for (i = 0; i < ITypeLib_GetTypeInfoCount(library); i++) {
        ITypeInfo *type;
        TYPEATTR *attributes;
        char name[NAME_SIZE];
        TYPEKIND found;

        assert_int_equal(ITypeLib_GetTypeInfo(library, i, &type), S_OK);
        type_name(type, name);
        assert_int_equal(ITypeInfo_GetTypeAttr(type, &attributes), S_OK);
        found = attributes->typekind;
        ITypeInfo_ReleaseTypeAttr(type, attributes);
        if (strcmp(name, wanted) == 0 && found == kind) return type;
        ITypeInfo_Release(type);
    }
    fail_msg("the library has no type %s of kind %d", wanted, kind);
    return NULL;
}

static void assert_guid(const GUID *found, const WCHAR *wanted_text)
{
    GUID wanted;

    assert_int_equal(IIDFromString(wanted_text, &wanted), S_OK);
    assert_memory_equal(found, &wanted, sizeof wanted);
}

static void describe_type(ITypeInfo *user, const TYPEDESC *type, char *text)
{
    static const struct {
        VARTYPE vt;
        const char *text;
    } simple[] = {
        {VT_VOID, "void"},       {VT_HRESULT, "HRESULT"}, {VT_I4, "LONG"},           {VT_UI4, "ULONG"},
        {VT_UI1, "BYTE"},        {VT_BSTR, "BSTR"},       {VT_BOOL, "VARIANT_BOOL"}, {VT_DISPATCH, "IDispatch *"},
        {VT_VARIANT, "VARIANT"}, {VT_DATE, "DATE"},       {VT_I8, "LONGLONG"},
    };
    char inner[TYPE_SIZE];
    ITypeInfo *named;
    size_t i;

    switch (type->vt) {
    case VT_PTR:
        describe_type(user, type->lptdesc, inner);
        snprintf(text, TYPE_SIZE, inner[strlen(inner) - 1] == '*' ? "%.240s*" : "%.240s *", inner);
        return;
    case VT_SAFEARRAY:
        describe_type(user, type->lptdesc, inner);
        snprintf(text, TYPE_SIZE, "SAFEARRAY(%.240s)", inner);
        return;
    case VT_CARRAY:
        assert_int_equal(type->lpadesc->cDims, 1);
        assert_int_equal(type->lpadesc->rgbounds[0].lLbound, 0);
        describe_type(user, &type->lpadesc->tdescElem, inner);
        snprintf(text, TYPE_SIZE, "%.240s[%u]", inner, (unsigned)type->lpadesc->rgbounds[0].cElements);
        return;
    case VT_USERDEFINED:
        assert_int_equal(ITypeInfo_GetRefTypeInfo(user, type->hreftype, &named), S_OK);
        type_name(named, text);
        ITypeInfo_Release(named);
        return;
    default:
        for (i = 0; i < sizeof simple / sizeof simple[0]; i++) {
            if (simple[i].vt == type->vt) {
                strcpy(text, simple[i].text);
                return;
            }
        }
        snprintf(text, TYPE_SIZE, "VARTYPE %u", type->vt);
    }
}

/* A C type of the tables in the words of a type library, which knows no SAFEARRAY without its element type, no BOOLEAN,
 * and
   resolves the aliases of ULONG. */
static void library_type(const char *type, char *text)
{
    const char *stars = strchr(type, '*');

    if (strcmp(type, "SAFEARRAY **") == 0)
        strcpy(text, "SAFEARRAY(VARIANT) *");
    else if (strcmp(type, "SAFEARRAY *") == 0)
        strcpy(text, "SAFEARRAY(VARIANT)");
    else if (strcmp(type, "BOOLEAN") == 0)
        strcpy(text, "BYTE");
    else if (strncmp(type, "ULONG_IMAPI2_", 13) == 0)
        snprintf(text, TYPE_SIZE, "ULONG%s%s", stars ? " " : "", stars ? stars : "");
    else
        snprintf(text, TYPE_SIZE, "%s", type);
}

static const char *library_spelling(const char *name)
{
    static const char *const spellings[] = {LIBRARY_SPELLINGS};
    size_t i;

    for (i = 0; i < sizeof spellings / sizeof spellings[0]; i++) {
        if (_stricmp(spellings[i], name) == 0) return spellings[i];
    }
    return name;
}

/* ITypeInfo::GetNames goes by the DISPID alone: a put and a get of one property are shown with the names of the one
 * that comes
   first. The value of a put has no name, nor has what a dispatch side returns. */
static const char *reachable_parameter_name(const struct contract_member *member, int parameter, bool dispatch)
{
    const struct contract_member *first = contract_members;

    while (strcmp(first->interface_name, member->interface_name) != 0 || first->dispid != member->dispid ||
           (member->dispid == NO_DISPID && first != member))
        first++;
    if (first->invoke_kind == INVOKE_PROPERTYPUT && !first->parameters[parameter + 1].name) return "";
    if (dispatch && (first->parameters[parameter].flags & PARAMFLAG_FRETVAL)) return "";
    return library_spelling(first->parameters[parameter].name);
}

static void append(char *text, const char *format, ...)
{
    size_t used = strlen(text);
    va_list arguments;

    va_start(arguments, format);
    vsnprintf(text + used, FUNCTION_SIZE - used, format, arguments);
    va_end(arguments);
}

/* One line that says everything of a function that a client could notice. */
static void describe_function(ITypeInfo *type, const FUNCDESC *function, char *text)
{
    BSTR names[CONTRACT_PARAMETERS_MAX + 1] = {NULL};
    char words[TYPE_SIZE];
    UINT count = 0;
    int i;

    assert_true(function->cParams <= CONTRACT_PARAMETERS_MAX);
    assert_int_equal(ITypeInfo_GetNames(type, function->memid, names, CONTRACT_PARAMETERS_MAX + 1, &count), S_OK);
    text[0] = 0;
    describe_type(type, &function->elemdescFunc.tdesc, words);
    append(text, "%s ", words);
    narrow(names[0], words);
    append(text, "%s: dispid %08lX invoke %d kind %d convention %d flags %02X vtable %d optional %d (", words,
           (unsigned long)function->memid, function->invkind, function->funckind, function->callconv,
           function->wFuncFlags, function->oVft, function->cParamsOpt);
    for (i = 0; i < function->cParams; i++) {
        const ELEMDESC *parameter = &function->lprgelemdescParam[i];

        describe_type(type, &parameter->tdesc, words);
        append(text, "[%02X] %s ", parameter->paramdesc.wParamFlags, words);
        narrow((UINT)i + 1 < count ? names[i + 1] : L"", words);
        append(text, "%s, ", words);
    }
    append(text, ")");
    for (i = 0; i < (int)count; i++)
        SysFreeString(names[i]);
}

static void describe_member(const struct contract_member *member, MEMBERID memid, bool dispatch, char *text)
{
    char result[TYPE_SIZE];
    char parameters[FUNCTION_SIZE] = "";
    char words[TYPE_SIZE];
    const struct contract_parameter *parameter;

    strcpy(result, dispatch ? "void" : "HRESULT");
    for (parameter = member->parameters; parameter->name; parameter++) {
        library_type(parameter->type, words);
        if (dispatch && (parameter->flags & PARAMFLAG_FRETVAL)) {
            /* What the vtable side returns through a pointer is the dispatch side's result. */
            words[strlen(words) - 1] = 0;
            while (words[0] && words[strlen(words) - 1] == ' ')
                words[strlen(words) - 1] = 0;
            strcpy(result, words);
            continue;
        }
        append(parameters, "[%02X] %s ", parameter->flags, words);
        append(parameters, "%s, ", reachable_parameter_name(member, (int)(parameter - member->parameters), dispatch));
    }
    text[0] = 0;
    append(text, "%s %s: dispid %08lX invoke %d kind %d convention %d flags %02X vtable %d optional 0 (%s)", result,
           library_spelling(member->name), (unsigned long)memid, member->invoke_kind,
           dispatch ? FUNC_DISPATCH : FUNC_PUREVIRTUAL, CC_STDCALL, member->flags, member->slot * SLOT_BYTES,
           parameters);
}

/* --------------------------------------------------------------------------------------------------- the cases */

static int open_library(void **state)
{
    WCHAR path[MAX_PATH];
    HRESULT hr;

    (void)state;
    if (!MultiByteToWideChar(CP_ACP, 0, library_path, -1, path, MAX_PATH)) return -1;
    hr = LoadTypeLibEx(path, REGKIND_NONE, &library);
    if (FAILED(hr)) {
        print_error("%s: LoadTypeLibEx gave %08lX\n", library_path, (unsigned long)hr);
        return -1;
    }
    return 0;
}

static int close_library(void **state)
{
    (void)state;
    ITypeLib_Release(library);
    return 0;
}

static void library__attributes__are_the_documented(void **state)
{
    TLIBATTR *attributes;
    BSTR name = NULL;
    BSTR help = NULL;

    (void)state;
    assert_int_equal(ITypeLib_GetLibAttr(library, &attributes), S_OK);
    assert_guid(&attributes->guid, LIBRARY_ID);
    assert_int_equal(attributes->wMajorVerNum, 1);
    assert_int_equal(attributes->wMinorVerNum, 0);
    assert_int_equal(attributes->lcid, 0);
    assert_int_equal(attributes->syskind, SLOT_BYTES == 8 ? SYS_WIN64 : SYS_WIN32);
    assert_int_equal(attributes->wLibFlags & (LIBFLAG_FRESTRICTED | LIBFLAG_FCONTROL | LIBFLAG_FHIDDEN), 0);
    ITypeLib_ReleaseTLibAttr(library, attributes);
    assert_int_equal(ITypeLib_GetDocumentation(library, -1, &name, &help, NULL, NULL), S_OK);
    assert_int_equal(wcscmp(name, LIBRARY_NAME), 0);
    assert_int_equal(wcscmp(help, LIBRARY_HELP), 0);
    SysFreeString(name);
    SysFreeString(help);
}

static bool is_expected_type(const char *name, TYPEKIND kind)
{
    static const struct {
        TYPEKIND kind;
        const char *name;
    } pulled_in[] = {LIBRARY_PULLED_IN};
    size_t i;

    for (i = 0; i < CONTRACT_COUNT(contract_interfaces); i++) {
        TYPEKIND wanted = contract_interfaces[i].kind == DUAL || contract_interfaces[i].kind == DUAL_NONEXTENSIBLE
                              ? TKIND_DISPATCH
                              : TKIND_INTERFACE;

        if (strcmp(name, contract_interfaces[i].name) == 0) return kind == wanted;
    }
    for (i = 0; i < CONTRACT_COUNT(contract_enums); i++) {
        if (strcmp(name, contract_enums[i].tag) == 0) return kind == TKIND_ENUM;
        if (strcmp(name, contract_enums[i].name) == 0) return kind == TKIND_ALIAS;
    }
    for (i = 0; i < CONTRACT_COUNT(contract_coclasses); i++) {
        if (strcmp(name, contract_coclasses[i].name) == 0) return kind == TKIND_COCLASS;
    }
    for (i = 0; i < sizeof pulled_in / sizeof pulled_in[0]; i++) {
        if (strcmp(name, pulled_in[i].name) == 0) return kind == pulled_in[i].kind;
    }
    return false;
}

static void library__types__none_twice_and_none_unknown(void **state)
{
    static char seen[TYPES_MAX][NAME_SIZE];
    UINT count = ITypeLib_GetTypeInfoCount(library);
    UINT i;
    UINT k;

    (void)state;
    assert_true(count <= TYPES_MAX);
    for (i = 0; i < count; i++) {
        ITypeInfo *type;
        TYPEKIND kind;

        assert_int_equal(ITypeLib_GetTypeInfo(library, i, &type), S_OK);
        type_name(type, seen[i]);
        assert_int_equal(ITypeLib_GetTypeInfoType(library, i, &kind), S_OK);
        ITypeInfo_Release(type);
        if (!is_expected_type(seen[i], kind)) fail_msg("unexpected type %s of kind %d", seen[i], kind);
        for (k = 0; k < i; k++) {
            if (strcmp(seen[i], seen[k]) == 0) fail_msg("type %s is there twice", seen[i]);
        }
    }
}

static void check_base(ITypeInfo *type, const char *wanted)
{
    HREFTYPE reference;
    ITypeInfo *base;
    char name[NAME_SIZE];

    assert_int_equal(ITypeInfo_GetRefTypeOfImplType(type, 0, &reference), S_OK);
    assert_int_equal(ITypeInfo_GetRefTypeInfo(type, reference, &base), S_OK);
    type_name(base, name);
    assert_string_equal(name, wanted);
    ITypeInfo_Release(base);
}

/* The members of one side, whose own functions are the last own_count ones. */
static void check_members(ITypeInfo *type, const struct contract_interface *row, bool dispatch)
{
    TYPEATTR *attributes;
    char found[FUNCTION_SIZE];
    char wanted[FUNCTION_SIZE];
    int own_count = row->last_slot - row->first_slot + 1;
    int first;
    int checked = 0;
    size_t i;

    assert_int_equal(ITypeInfo_GetTypeAttr(type, &attributes), S_OK);
    /* The dispatch side of a dual interface shows the inherited members too. */
    first = attributes->cFuncs - own_count;
    assert_int_equal(first, dispatch ? row->first_slot : 0);
    assert_int_equal(attributes->cVars, 0);
    ITypeInfo_ReleaseTypeAttr(type, attributes);
    for (i = 0; i < CONTRACT_COUNT(contract_members); i++) {
        const struct contract_member *member = &contract_members[i];
        FUNCDESC *function;
        MEMBERID memid;

        if (strcmp(member->interface_name, row->name) != 0) continue;
        assert_int_equal(member->slot, row->first_slot + checked);
        assert_int_equal(ITypeInfo_GetFuncDesc(type, (UINT)(first + checked), &function), S_OK);
        memid = member->dispid == NO_DISPID ? function->memid : member->dispid;
        describe_member(member, memid, dispatch, wanted);
        describe_function(type, function, found);
        ITypeInfo_ReleaseFuncDesc(type, function);
        assert_string_equal(found, wanted);
        checked++;
    }
    assert_int_equal(checked, own_count);
}

static void interface__as_the_table_has_it(void **state)
{
    const char *name = *state;
    const struct contract_interface *row = contract_interfaces;
    bool dual;
    ITypeInfo *type;
    ITypeInfo *dispatch = NULL;
    TYPEATTR *attributes;

    while (strcmp(row->name, name) != 0)
        row++;
    dual = row->kind == DUAL || row->kind == DUAL_NONEXTENSIBLE;
    if (dual) {
        HREFTYPE other_side;

        dispatch = find_type(name, TKIND_DISPATCH);
        assert_int_equal(ITypeInfo_GetTypeAttr(dispatch, &attributes), S_OK);
        assert_guid(&attributes->guid, row->iid);
        /* Wine leaves the oleautomation flag out on this side. */
        assert_int_equal(attributes->wTypeFlags | TYPEFLAG_FOLEAUTOMATION, row->kind);
        assert_int_equal(attributes->cbSizeVft, DISPATCH_SLOTS * SLOT_BYTES);
        ITypeInfo_ReleaseTypeAttr(dispatch, attributes);
        check_base(dispatch, "IDispatch");
        check_members(dispatch, row, true);
        assert_int_equal(ITypeInfo_GetRefTypeOfImplType(dispatch, (UINT)-1, &other_side), S_OK);
        assert_int_equal(ITypeInfo_GetRefTypeInfo(dispatch, other_side, &type), S_OK);
        ITypeInfo_Release(dispatch);
    } else {
        type = find_type(name, TKIND_INTERFACE);
    }
    assert_int_equal(ITypeInfo_GetTypeAttr(type, &attributes), S_OK);
    assert_int_equal(attributes->typekind, TKIND_INTERFACE);
    assert_guid(&attributes->guid, row->iid);
    assert_int_equal(attributes->wTypeFlags, row->kind);
    assert_int_equal(attributes->cImplTypes, 1);
    assert_int_equal(attributes->cbSizeVft, (row->last_slot + 1) * SLOT_BYTES);
    ITypeInfo_ReleaseTypeAttr(type, attributes);
    check_base(type, row->base);
    check_members(type, row, false);
    ITypeInfo_Release(type);
}

static void check_alias(const char *name, const char *tag)
{
    ITypeInfo *alias = find_type(name, TKIND_ALIAS);
    TYPEATTR *attributes;
    char aliased[TYPE_SIZE];

    assert_int_equal(ITypeInfo_GetTypeAttr(alias, &attributes), S_OK);
    describe_type(alias, &attributes->tdescAlias, aliased);
    assert_string_equal(aliased, tag);
    ITypeInfo_ReleaseTypeAttr(alias, attributes);
    ITypeInfo_Release(alias);
}

static void enum__as_the_table_has_it(void **state)
{
    const char *name = *state;
    size_t number = 0;
    ITypeInfo *type;
    TYPEATTR *attributes;
    UINT checked = 0;
    size_t i;

    while (strcmp(contract_enums[number].name, name) != 0)
        number++;
    if (strcmp(name, contract_enums[number].tag) != 0) check_alias(name, contract_enums[number].tag);
    type = find_type(contract_enums[number].tag, TKIND_ENUM);
    for (i = 0; i < CONTRACT_COUNT(contract_values); i++) {
        const struct contract_value *row = &contract_values[i];
        VARDESC *value;
        BSTR text = NULL;
        UINT names = 0;
        char found[NAME_SIZE];

        if (strcmp(row->enum_name, name) != 0) continue;
        assert_int_equal(ITypeInfo_GetVarDesc(type, checked, &value), S_OK);
        assert_int_equal(ITypeInfo_GetNames(type, value->memid, &text, 1, &names), S_OK);
        narrow(text, found);
        SysFreeString(text);
        assert_string_equal(found, row->name);
        assert_int_equal(value->varkind, VAR_CONST);
        assert_int_equal(V_VT(value->lpvarValue), VT_I4);
        assert_int_equal(V_I4(value->lpvarValue), row->value);
        assert_int_equal(value->wVarFlags, row->flags);
        ITypeInfo_ReleaseVarDesc(type, value);
        checked++;
    }
    assert_int_equal(ITypeInfo_GetTypeAttr(type, &attributes), S_OK);
    assert_int_equal(attributes->cVars, checked);
    assert_int_equal(attributes->cbSizeInstance, 4);
    ITypeInfo_ReleaseTypeAttr(type, attributes);
    ITypeInfo_Release(type);
}

static void coclass__as_the_table_has_it(void **state)
{
    const char *name = *state;
    const struct contract_coclass *row = contract_coclasses;
    const struct contract_implemented *implemented;
    ITypeInfo *type = find_type(name, TKIND_COCLASS);
    TYPEATTR *attributes;
    UINT i = 0;

    while (strcmp(row->name, name) != 0)
        row++;
    for (implemented = row->implemented; implemented->name; implemented++, i++) {
        HREFTYPE reference;
        ITypeInfo *other;
        char found[NAME_SIZE];
        INT flags;

        assert_int_equal(ITypeInfo_GetRefTypeOfImplType(type, i, &reference), S_OK);
        assert_int_equal(ITypeInfo_GetRefTypeInfo(type, reference, &other), S_OK);
        type_name(other, found);
        ITypeInfo_Release(other);
        assert_string_equal(found, implemented->name);
        assert_int_equal(ITypeInfo_GetImplTypeFlags(type, i, &flags), S_OK);
        assert_int_equal(flags, implemented->flags);
    }
    assert_int_equal(ITypeInfo_GetTypeAttr(type, &attributes), S_OK);
    assert_int_equal(attributes->cImplTypes, i);
    assert_guid(&attributes->guid, row->clsid);
    assert_int_equal(attributes->wTypeFlags, row->flags);
    ITypeInfo_ReleaseTypeAttr(type, attributes);
    ITypeInfo_Release(type);
}

int main(int argc, char **argv)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(library__attributes__are_the_documented),
        cmocka_unit_test(library__types__none_twice_and_none_unknown),
#define INTERFACE(name, base, kind, first, last, iid)                                                                  \
    {"interface " #name, interface__as_the_table_has_it, NULL, NULL, (void *)#name},
#include "interfaces.inc"
#undef INTERFACE
#define ENUM(name, tag) {"enum " #name, enum__as_the_table_has_it, NULL, NULL, (void *)#name},
#define VALUE(enum_name, name, value, flags)
#include "enums.inc"
#undef ENUM
#undef VALUE
#define COCLASS(name, creatable, clsid, implemented)                                                                   \
    {"coclass " #name, coclass__as_the_table_has_it, NULL, NULL, (void *)#name},
#include "classes.inc"
#undef COCLASS
    };
    const char *from_environment = getenv("OPENIMAPI2_TYPELIB");

    library_path = argc > 1 ? argv[1] : from_environment ? from_environment : OPENIMAPI2_TYPELIB;
    return cmocka_run_group_tests(tests, open_library, close_library);
}
