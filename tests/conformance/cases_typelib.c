/* The type library that the system finds by its identifier, against the tables of tests/contract: what a client binds
 * to. (The spelling of every parameter is the business of tests/contract, which reads our own library.)
 */
#include <stdio.h>
#include <string.h>

#include "conformance/conformance.h"
#include "contract/tables.h"

static ITypeLib *load(void)
{
    ITypeLib *library = NULL;

    return expect_hr(LoadRegTypeLib(&LIBID_IMAPI2, 1, 0, 0, &library), S_OK, "LoadRegTypeLib") ? library : NULL;
}

/* The vtable side, where there are two. */
static ITypeInfo *find(ITypeLib *library, const WCHAR *guid_text)
{
    ITypeInfo *info, *vtable;
    TYPEATTR *attributes;
    HREFTYPE reference;
    GUID guid;

    CLSIDFromString(guid_text, &guid);
    if (FAILED(ITypeLib_GetTypeInfoOfGuid(library, &guid, &info))) return NULL;
    if (FAILED(ITypeInfo_GetTypeAttr(info, &attributes))) return info;
    if (attributes->typekind == TKIND_DISPATCH && (attributes->wTypeFlags & TYPEFLAG_FDUAL) &&
        SUCCEEDED(ITypeInfo_GetRefTypeOfImplType(info, (UINT)-1, &reference)) &&
        SUCCEEDED(ITypeInfo_GetRefTypeInfo(info, reference, &vtable))) {
        ITypeInfo_ReleaseTypeAttr(info, attributes);
        ITypeInfo_Release(info);
        return vtable;
    }
    ITypeInfo_ReleaseTypeAttr(info, attributes);
    return info;
}

static bool has_name(ITypeInfo *info, MEMBERID id, const char *expected)
{
    WCHAR wide[128];
    BSTR name = NULL;
    bool is_equal;

    MultiByteToWideChar(CP_ACP, 0, expected, -1, wide, ARRAYSIZE(wide));
    ITypeInfo_GetDocumentation(info, id, &name, NULL, NULL, NULL);
    is_equal = name && !wcscmp(name, wide);
    SysFreeString(name);
    return is_equal;
}

static void check_member(ITypeInfo *info, const struct contract_member *member)
{
    FUNCDESC *function;
    int parameters = 0;
    UINT i;

    while (member->parameters[parameters].name)
        parameters++;
    for (i = 0; SUCCEEDED(ITypeInfo_GetFuncDesc(info, i, &function)); i++) {
        bool is_it = function->oVft == (SHORT)(member->slot * (int)sizeof(void *)) &&
                     function->invkind == member->invoke_kind && has_name(info, function->memid, member->name);
        bool is_right = (member->dispid == NO_DISPID || function->memid == member->dispid) &&
                        function->cParams == parameters && function->wFuncFlags == member->flags;

        if (is_it)
            expect(is_right, "%s::%s: DISPID %08lX, %d parameters, flags %02X", member->interface_name, member->name,
                   function->memid, function->cParams, function->wFuncFlags);
        ITypeInfo_ReleaseFuncDesc(info, function);
        if (is_it) return;
    }
    expect(false, "%s::%s is not in slot %d", member->interface_name, member->name, member->slot);
}

static void typelib__interfaces__are_the_documented(const struct subject *subject)
{
    ITypeLib *library = load();
    ITypeInfo *info;
    size_t i, j;

    (void)subject;
    if (!library) return;
    for (i = 0; i < CONTRACT_COUNT(contract_interfaces); i++) {
        info = find(library, contract_interfaces[i].iid);
        if (!expect(info != NULL, "%s %ls is missing", contract_interfaces[i].name, contract_interfaces[i].iid))
            continue;
        expect(has_name(info, MEMBERID_NIL, contract_interfaces[i].name), "%ls is not called %s",
               contract_interfaces[i].iid, contract_interfaces[i].name);
        for (j = 0; j < CONTRACT_COUNT(contract_members); j++)
            if (!strcmp(contract_members[j].interface_name, contract_interfaces[i].name))
                check_member(info, &contract_members[j]);
        ITypeInfo_Release(info);
    }
    ITypeLib_Release(library);
}

static void typelib__classes__are_the_documented(const struct subject *subject)
{
    ITypeLib *library = load();
    TYPEATTR *attributes;
    ITypeInfo *info;
    int implemented;
    size_t i;

    (void)subject;
    if (!library) return;
    for (i = 0; i < CONTRACT_COUNT(contract_coclasses); i++) {
        info = find(library, contract_coclasses[i].clsid);
        if (!expect(info != NULL, "%s is missing", contract_coclasses[i].name)) continue;
        for (implemented = 0; contract_coclasses[i].implemented[implemented].name; implemented++) {
        }
        if (SUCCEEDED(ITypeInfo_GetTypeAttr(info, &attributes))) {
            expect(attributes->typekind == TKIND_COCLASS && attributes->cImplTypes == implemented &&
                       (attributes->wTypeFlags & TYPEFLAG_FCANCREATE) == contract_coclasses[i].flags,
                   "%s: kind %d, %d interfaces, flags %04X", contract_coclasses[i].name, attributes->typekind,
                   attributes->cImplTypes, attributes->wTypeFlags);
            ITypeInfo_ReleaseTypeAttr(info, attributes);
        }
        ITypeInfo_Release(info);
    }
    ITypeLib_Release(library);
}

/* Looked up by name, as a script's constants are. */
static void typelib__enumerations__have_the_documented_values(const struct subject *subject)
{
    ITypeLib *library = load();
    ITypeInfo *info;
    WCHAR name[128];
    VARDESC *variable;
    MEMBERID member;
    USHORT found;
    size_t i;
    UINT j;

    (void)subject;
    if (!library) return;
    for (i = 0; i < CONTRACT_COUNT(contract_values); i++) {
        bool is_found = false;

        MultiByteToWideChar(CP_ACP, 0, contract_values[i].name, -1, name, ARRAYSIZE(name));
        found = 1;
        info = NULL;
        if (SUCCEEDED(ITypeLib_FindName(library, name, 0, &info, &member, &found)) && found && info) {
            for (j = 0; !is_found && SUCCEEDED(ITypeInfo_GetVarDesc(info, j, &variable)); j++) {
                if (has_name(info, variable->memid, contract_values[i].name)) {
                    is_found = true;
                    expect(V_I4(variable->lpvarValue) == contract_values[i].value, "%s is %ld, expected %ld",
                           contract_values[i].name, V_I4(variable->lpvarValue), contract_values[i].value);
                }
                ITypeInfo_ReleaseVarDesc(info, variable);
            }
        }
        if (found && info) ITypeInfo_Release(info);
        expect(is_found, "%s is missing", contract_values[i].name);
    }
    ITypeLib_Release(library);
}

static const struct conformance_case cases[] = {
    {"typelib__interfaces__are_the_documented", NEEDS_NOTHING, typelib__interfaces__are_the_documented},
    {"typelib__classes__are_the_documented", NEEDS_NOTHING, typelib__classes__are_the_documented},
    {"typelib__enumerations__have_the_documented_values", NEEDS_NOTHING,
     typelib__enumerations__have_the_documented_values},
};

const struct conformance_group typelib_group = {cases, ARRAYSIZE(cases), NULL};
