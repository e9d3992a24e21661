/* imapi2.h or imapi2fs.h as C programs see it, against the tables in *.inc. It comes first: it must not need another
 * header before it.
 */
#include LIBRARY_HEADER
#include LIBRARY_ERROR_HEADER

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <string.h>
#include <cmocka.h>

#include "contract/tables.h"
#include "library.h"

/* One row per member: where the C compiler puts it, and whether its type is the documented one. */
struct c_member {
    const char *interface_name;
    const char *name;
    int slot;
    size_t offset;
    bool signature_fits;
};

/* clang-format off */
#define in(type, name)     , type
#define out(type, name)    , type
#define retval(type, name) , type
#define out18(name)        , BYTE *
#define METHOD(interface_name, slot, name, dispid, flags, parameters)                                                  \
    {#interface_name, #name, slot, offsetof(interface_name##Vtbl, name),                                               \
     _Generic(((interface_name##Vtbl *)NULL)->name,                                                                    \
         HRESULT(STDMETHODCALLTYPE *)(interface_name * parameters): true, default: false)},
#define LOCAL(interface_name, slot, name, wire_name, parameters)                                                       \
    {#interface_name, #name, slot, offsetof(interface_name##Vtbl, name),                                               \
     _Generic(((interface_name##Vtbl *)NULL)->name,                                                                    \
         HRESULT(STDMETHODCALLTYPE *)(interface_name * parameters): true, default: false)},
#define GET(interface_name, slot, name, dispid, flags, parameters)                                                     \
    {#interface_name, "get_" #name, slot, offsetof(interface_name##Vtbl, get_##name),                                  \
     _Generic(((interface_name##Vtbl *)NULL)->get_##name,                                                              \
         HRESULT(STDMETHODCALLTYPE *)(interface_name * parameters): true, default: false)},
#define PUT(interface_name, slot, name, dispid, flags, parameters)                                                     \
    {#interface_name, "put_" #name, slot, offsetof(interface_name##Vtbl, put_##name),                                  \
     _Generic(((interface_name##Vtbl *)NULL)->put_##name,                                                              \
         HRESULT(STDMETHODCALLTYPE *)(interface_name * parameters): true, default: false)},
static const struct c_member c_members[] = {
#include "members.inc"
};

static const struct {
    const char *name;
    const IID *iid;
    size_t vtable_size;
} c_interfaces[] = {
#define INTERFACE(name, base, kind, first, last, iid) {#name, &IID_##name, sizeof(name##Vtbl)},
#include "interfaces.inc"
#undef INTERFACE
};

static const struct {
    const char *name;
    size_t size;
    bool pointer_fits;
} c_enums[] = {
#define ENUM(name, tag) {#name, sizeof(name), ENUM_POINTER(name, tag)},
#define VALUE(enum_name, name, value, flags)
#include "enums.inc"
#undef ENUM
#undef VALUE
};

/* clang-format on */

struct named_number {
    const char *name;
    LONG found;
    LONG wanted;
};

static const struct named_number c_values[] = {
#define ENUM(name, tag)
#define VALUE(enum_name, name, value, flags) {#name, name, value},
#include "enums.inc"
#undef ENUM
#undef VALUE
};

static const struct named_number c_dispids[] = {
#define DISPID_NAME(name, value) {#name, name, value},
#include "dispids.inc"
#undef DISPID_NAME
};

static const struct named_number c_constants[] = {
#define CONSTANT(name, value) {#name, name, value},
#include "constants.inc"
#undef CONSTANT
};

static const struct named_number c_results[] = {
#define RESULT(name, value) {#name, name, (LONG)(value)},
#include "errors.inc"
#undef RESULT
};

static const struct {
    const char *name;
    const CLSID *clsid;
    const WCHAR *wanted;
} c_coclasses[] = {
#define COCLASS(name, creatable, clsid, implemented) {#name, &CLSID_##name, L"" clsid},
#include "classes.inc"
#undef COCLASS
};

static void assert_guid(const GUID *found, const WCHAR *wanted_text)
{
    GUID wanted;

    assert_int_equal(IIDFromString(wanted_text, &wanted), S_OK);
    assert_memory_equal(found, &wanted, sizeof wanted);
}

static void check_numbers(const struct named_number *numbers, size_t count)
{
    size_t i;

    for (i = 0; i < count; i++) {
        if (numbers[i].found != numbers[i].wanted)
            fail_msg("%s is %08lX instead of %08lX", numbers[i].name, (unsigned long)numbers[i].found,
                     (unsigned long)numbers[i].wanted);
    }
}

static void interface__vtable_is_the_documented(void **state)
{
    const char *name = *state;
    size_t i = 0;
    size_t k;
    int slot;

    while (strcmp(contract_interfaces[i].name, name) != 0)
        i++;
    assert_guid(c_interfaces[i].iid, contract_interfaces[i].iid);
    assert_int_equal(c_interfaces[i].vtable_size, (size_t)(contract_interfaces[i].last_slot + 1) * sizeof(void *));
    slot = contract_interfaces[i].first_slot;
    for (k = 0; k < CONTRACT_COUNT(c_members); k++) {
        if (strcmp(c_members[k].interface_name, name) != 0) continue;
        assert_int_equal(c_members[k].slot, slot);
        if (c_members[k].offset != (size_t)slot * sizeof(void *))
            fail_msg("%s stands in slot %u instead of %d", c_members[k].name,
                     (unsigned)(c_members[k].offset / sizeof(void *)), slot);
        if (!c_members[k].signature_fits) fail_msg("%s has other parameters than documented", c_members[k].name);
        slot++;
    }
    assert_int_equal(slot, contract_interfaces[i].last_slot + 1);
}

static void enums__values_and_sizes_are_the_documented(void **state)
{
    size_t i;

    (void)state;
    check_numbers(c_values, CONTRACT_COUNT(c_values));
    for (i = 0; i < CONTRACT_COUNT(c_enums); i++) {
        assert_int_equal(c_enums[i].size, 4);
        if (!c_enums[i].pointer_fits) fail_msg("the pointer type of %s does not point to it", c_enums[i].name);
    }
}

static void dispids__names_have_the_documented_values(void **state)
{
    (void)state;
    assert_int_equal(CONTRACT_COUNT(c_dispids), LIBRARY_DISPIDS);
    check_numbers(c_dispids, CONTRACT_COUNT(c_dispids));
}

static void results__names_have_the_documented_values(void **state)
{
    size_t i;

    (void)state;
    assert_int_equal(CONTRACT_COUNT(c_results), LIBRARY_RESULTS);
    check_numbers(c_results, CONTRACT_COUNT(c_results));
    for (i = 0; i < CONTRACT_COUNT(c_results); i++) {
        assert_int_equal(HRESULT_FACILITY(c_results[i].found), 0xAA);
        assert_int_equal(SUCCEEDED(c_results[i].found), strstr(c_results[i].name, "S_IMA") == c_results[i].name ||
                                                            strstr(c_results[i].name, "IMAPI_S_") == c_results[i].name);
    }
}

static void constants__are_the_documented(void **state)
{
    (void)state;
    check_numbers(c_constants, CONTRACT_COUNT(c_constants));
}

static void identifiers__of_library_and_classes_are_the_documented(void **state)
{
    static const GUID *const libraries[] = {&LIBRARY_SYMBOLS};
    size_t i;

    (void)state;
    for (i = 0; i < CONTRACT_COUNT(libraries); i++)
        assert_guid(libraries[i], LIBRARY_ID);
    for (i = 0; i < CONTRACT_COUNT(c_coclasses); i++)
        assert_guid(c_coclasses[i].clsid, c_coclasses[i].wanted);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(enums__values_and_sizes_are_the_documented),
        cmocka_unit_test(dispids__names_have_the_documented_values),
        cmocka_unit_test(results__names_have_the_documented_values),
        cmocka_unit_test(constants__are_the_documented),
        cmocka_unit_test(identifiers__of_library_and_classes_are_the_documented),
#define INTERFACE(name, base, kind, first, last, iid)                                                                  \
    {"vtable of " #name, interface__vtable_is_the_documented, NULL, NULL, (void *)#name},
#include "interfaces.inc"
#undef INTERFACE
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
