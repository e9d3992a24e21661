/* IDiscMaster2, member by member. */
#include "conformance/conformance.h"

#include <olectl.h>
#include <stdio.h>

static void master__null_pointers__are_refused(const struct subject *subject)
{
    IDiscMaster2 *master = new_master();

    (void)subject;
    if (!master) return;
    expect_hr(IDiscMaster2_get__NewEnum(master, NULL), E_POINTER, "_NewEnum(NULL)");
    expect_hr(IDiscMaster2_get_Item(master, 0, NULL), E_POINTER, "Item(0, NULL)");
    expect_hr(IDiscMaster2_get_Count(master, NULL), E_POINTER, "Count(NULL)");
    expect_hr(IDiscMaster2_get_IsSupportedEnvironment(master, NULL), E_POINTER, "IsSupportedEnvironment(NULL)");
    IDiscMaster2_Release(master);
}

static void master__index_out_of_range__is_refused(const struct subject *subject)
{
    IDiscMaster2 *master = new_master();
    BSTR id = (BSTR)L"untouched";
    LONG count = 0;

    (void)subject;
    if (!master) return;
    expect_hr(IDiscMaster2_get_Count(master, &count), S_OK, "Count");
    expect_hr(IDiscMaster2_get_Item(master, count, &id), E_INVALIDARG, "Item(Count)");
    expect(!id, "Item(Count) leaves its output undefined");
    expect_hr(IDiscMaster2_get_Item(master, -1, &id), E_INVALIDARG, "Item(-1)");
    expect_hr(IDiscMaster2_get_Item(master, MAXLONG, &id), E_INVALIDARG, "Item(2147483647)");
    IDiscMaster2_Release(master);
}

static void master__Item_before_Count__gives_the_same(const struct subject *subject)
{
    IDiscMaster2 *first = new_master(), *second = new_master();
    BSTR one = NULL, other = NULL;
    LONG count = 0;
    HRESULT hr;

    (void)subject;
    if (first && second) {
        hr = IDiscMaster2_get_Item(first, 0, &one);
        expect_hr(IDiscMaster2_get_Count(second, &count), S_OK, "Count");
        expect_hr(hr, count ? S_OK : E_INVALIDARG, "Item(0) without Count");
        if (count && SUCCEEDED(hr) && expect_hr(IDiscMaster2_get_Item(second, 0, &other), S_OK, "Item(0)"))
            expect(!lstrcmpW(one, other), "%ls, then %ls", one, other);
    }
    SysFreeString(one);
    SysFreeString(other);
    if (first) IDiscMaster2_Release(first);
    if (second) IDiscMaster2_Release(second);
}

static void master__identifiers__are_device_paths_each_once(const struct subject *subject)
{
    static const WCHAR tail[] = L"#{53f56308-b6bf-11d0-94f2-00a0c91efb8b}";
    IDiscMaster2 *master = new_master();
    LONG count = 0, i, j;
    char question[64];
    BSTR id, other;

    (void)subject;
    if (!master) return;
    expect_hr(IDiscMaster2_get_Count(master, &count), S_OK, "Count");
    answer("number of drives", "%ld", count);
    for (i = 0; i < count; i++) {
        size_t length;

        if (!expect_hr(IDiscMaster2_get_Item(master, i, &id), S_OK, "Item")) continue;
        sprintf(question, "Item(%ld), letter case and order", i);
        answer(question, "%ls", id);
        length = wcslen(id);
        expect(!wcsncmp(id, L"\\\\?\\", 4) && length > ARRAYSIZE(tail) &&
                   !lstrcmpiW(id + length - ARRAYSIZE(tail) + 1, tail),
               "%ls is no path of a CD-ROM interface", id);
        for (j = 0; j < i; j++) {
            if (FAILED(IDiscMaster2_get_Item(master, j, &other))) continue;
            expect(lstrcmpiW(id, other) != 0, "%ls is there twice", id);
            SysFreeString(other);
        }
        SysFreeString(id);
    }
    IDiscMaster2_Release(master);
}

static void master__enumerator__walks_the_same_list(const struct subject *subject)
{
    IDiscMaster2 *master = new_master();
    IEnumVARIANT *all = NULL, *clone = NULL;
    LONG count = 0, i;
    ULONG fetched;
    VARIANT item;
    BSTR id;

    (void)subject;
    if (!master) return;
    expect_hr(IDiscMaster2_get_Count(master, &count), S_OK, "Count");
    if (expect_hr(IDiscMaster2_get__NewEnum(master, &all), S_OK, "_NewEnum")) {
        for (i = 0; i < count; i++) {
            VariantInit(&item);
            if (!expect_hr(IEnumVARIANT_Next(all, 1, &item, &fetched), S_OK, "Next")) break;
            id = NULL;
            IDiscMaster2_get_Item(master, i, &id);
            expect(V_VT(&item) == VT_BSTR && id && !lstrcmpW(V_BSTR(&item), id), "element %ld is not Item(%ld)", i, i);
            SysFreeString(id);
            VariantClear(&item);
        }
        VariantInit(&item);
        fetched = 99;
        expect_hr(IEnumVARIANT_Next(all, 1, &item, &fetched), S_FALSE, "Next behind the end");
        expect(fetched == 0, "Next behind the end fetched %lu", fetched);
        expect_hr(IEnumVARIANT_Reset(all), S_OK, "Reset");
        expect_hr(IEnumVARIANT_Skip(all, (ULONG)count), S_OK, "Skip to the end");
        expect_hr(IEnumVARIANT_Skip(all, 1), S_FALSE, "Skip behind the end");
        if (expect_hr(IEnumVARIANT_Clone(all, &clone), S_OK, "Clone")) {
            expect_hr(IEnumVARIANT_Next(clone, 1, &item, NULL), S_FALSE, "Next of a clone at the end");
            IEnumVARIANT_Release(clone);
        }
        answer_hr("IEnumVARIANT::Next(2, ..., NULL)", IEnumVARIANT_Next(all, 2, &item, NULL));
        IEnumVARIANT_Release(all);
    }
    IDiscMaster2_Release(master);
}

static void master__IsSupportedEnvironment__agrees_with_the_list(const struct subject *subject)
{
    IDiscMaster2 *master = new_master();
    VARIANT_BOOL value = 7;
    LONG count = 0;

    (void)subject;
    if (!master) return;
    expect_hr(IDiscMaster2_get_IsSupportedEnvironment(master, &value), S_OK, "IsSupportedEnvironment");
    expect_hr(IDiscMaster2_get_Count(master, &count), S_OK, "Count");
    expect(value == VARIANT_TRUE || value == VARIANT_FALSE, "IsSupportedEnvironment is %d", value);
    if (!count) expect(value == VARIANT_FALSE, "supported, without a drive");
    answer("IsSupportedEnvironment", "%d, with %ld drives", value, count);
    IDiscMaster2_Release(master);
}

static void master__scripts__reach_every_member(const struct subject *subject)
{
    IDiscMaster2 *master = new_master();
    DISPPARAMS none = {NULL, NULL, 0, 0}, one;
    VARIANT index, result;
    LONG count = 0;
    HRESULT hr;

    (void)subject;
    if (!master) return;
    IDiscMaster2_get_Count(master, &count);
    VariantInit(&result);
    expect_hr(IDiscMaster2_Invoke(master, 1, &IID_NULL, 0, DISPATCH_PROPERTYGET, &none, &result, NULL, NULL), S_OK,
              "Count by Invoke");
    expect(V_VT(&result) == VT_I4 && V_I4(&result) == count, "Count by Invoke differs");
    VariantClear(&result);
    expect_hr(IDiscMaster2_Invoke(master, DISPID_NEWENUM, &IID_NULL, 0, DISPATCH_PROPERTYGET | DISPATCH_METHOD, &none,
                                  &result, NULL, NULL),
              S_OK, "_NewEnum by Invoke");
    expect(V_VT(&result) == VT_UNKNOWN, "_NewEnum by Invoke is of type %d", V_VT(&result));
    VariantClear(&result);
    hr = IDiscMaster2_Invoke(master, DISPID_NEWENUM, &IID_NULL, 0, DISPATCH_METHOD, &none, &result, NULL, NULL);
    answer_hr("_NewEnum by METHOD alone", hr);
    VariantClear(&result);
    V_VT(&index) = VT_I4;
    V_I4(&index) = count;
    one = (DISPPARAMS){&index, NULL, 1, 0};
    expect_hr(IDiscMaster2_Invoke(master, DISPID_VALUE, &IID_NULL, 0, DISPATCH_PROPERTYGET, &one, &result, NULL, NULL),
              DISP_E_EXCEPTION, "Item(Count) by Invoke");
    answer_hr("Count with one argument too many",
              IDiscMaster2_Invoke(master, 1, &IID_NULL, 0, DISPATCH_PROPERTYGET, &one, &result, NULL, NULL));
    VariantClear(&result);
    answer_hr("Invoke with another IID than IID_NULL",
              IDiscMaster2_Invoke(master, 1, &IID_IDispatch, 0, DISPATCH_PROPERTYGET, &none, &result, NULL, NULL));
    VariantClear(&result);
    IDiscMaster2_Release(master);
}

static void master__connection_point__is_that_of_the_events(const struct subject *subject)
{
    IDiscMaster2 *master = new_master();
    IConnectionPointContainer *container = NULL;
    IConnectionPoint *point = NULL;
    DWORD cookie = 0;
    IID iid;

    (void)subject;
    if (!master) return;
    if (expect_hr(IDiscMaster2_QueryInterface(master, &IID_IConnectionPointContainer, (void **)&container), S_OK,
                  "IConnectionPointContainer")) {
        if (expect_hr(IConnectionPointContainer_FindConnectionPoint(container, &IID_DDiscMaster2Events, &point), S_OK,
                      "FindConnectionPoint")) {
            expect_hr(IConnectionPoint_GetConnectionInterface(point, &iid), S_OK, "GetConnectionInterface");
            expect(IsEqualIID(&iid, &IID_DDiscMaster2Events), "another connection interface");
            expect_hr(IConnectionPoint_Unadvise(point, 12345), CONNECT_E_NOCONNECTION, "Unadvise of nothing");
            expect_failed(IConnectionPoint_Advise(point, NULL, &cookie), "Advise(NULL)");
            answer_hr("Advise with an object that is no sink (the master itself)",
                      IConnectionPoint_Advise(point, (IUnknown *)master, &cookie));
            if (cookie) IConnectionPoint_Unadvise(point, cookie);
            IConnectionPoint_Release(point);
        }
        point = (IConnectionPoint *)(UINT_PTR)0xDEAD;
        expect_hr(IConnectionPointContainer_FindConnectionPoint(container, &IID_DDiscFormat2DataEvents, &point),
                  CONNECT_E_NOCONNECTION, "FindConnectionPoint of other events");
        IConnectionPointContainer_Release(container);
    }
    IDiscMaster2_Release(master);
}

static const struct conformance_case cases[] = {
    {"master__null_pointers__are_refused", NEEDS_NOTHING, master__null_pointers__are_refused},
    {"master__index_out_of_range__is_refused", NEEDS_NOTHING, master__index_out_of_range__is_refused},
    {"master__Item_before_Count__gives_the_same", NEEDS_NOTHING, master__Item_before_Count__gives_the_same},
    {"master__identifiers__are_device_paths_each_once", NEEDS_NOTHING, master__identifiers__are_device_paths_each_once},
    {"master__enumerator__walks_the_same_list", NEEDS_NOTHING, master__enumerator__walks_the_same_list},
    {"master__IsSupportedEnvironment__agrees_with_the_list", NEEDS_NOTHING,
     master__IsSupportedEnvironment__agrees_with_the_list},
    {"master__scripts__reach_every_member", NEEDS_NOTHING, master__scripts__reach_every_member},
    {"master__connection_point__is_that_of_the_events", NEEDS_NOTHING, master__connection_point__is_that_of_the_events},
};

const struct conformance_group master_group = {cases, ARRAYSIZE(cases), NULL};
