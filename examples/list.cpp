// Lists the recorders, shows what each one is and can, and opens and closes its tray.
#include "show.hpp"

static void inspect(BSTR id)
{
    IDiscRecorder2Ptr recorder(__uuidof(MsftDiscRecorder2));
    _bstr_t vendor, product, owner;
    SAFEARRAY *numbers;

    check(recorder->InitializeDiscRecorder(id));
    check(recorder->get_VendorId(vendor.GetAddress()));
    check(recorder->get_ProductId(product.GetAddress()));
    check(recorder->get_ExclusiveAccessOwner(owner.GetAddress()));
    std::printf("%ls %ls, held by %ls\n", vendor.GetBSTR(), product.GetBSTR(), owner.length() ? owner.GetBSTR() : L"nobody");
    check(recorder->get_SupportedFeaturePages(&numbers)), print("features", numbers);
    check(recorder->get_SupportedProfiles(&numbers)), print("profiles", numbers);
    check(recorder->get_SupportedModePages(&numbers)), print("mode pages", numbers);
    check(recorder->EjectMedia()), std::puts("    tray opened");
    check(recorder->CloseTray()), std::puts("    tray closed"); // some drives cannot: DeviceCanLoadMedia
}

int main()
{
    IDiscMaster2Ptr master;
    LONG count = 0;

    CoInitialize(nullptr);
    if (FAILED(master.CreateInstance(__uuidof(MsftDiscMaster2)))) {
        std::puts("IMAPI2 is not here: run regsvr32 imapi2.dll");
        return 1;
    }
    master->get_Count(&count);
    for (LONG i = 0; i < count; i++) try {
        _bstr_t id;
        check(master->get_Item(i, id.GetAddress()));
        inspect(id);
    } catch (const _com_error &error) { print(error); }
}
