/* IDiscRecorder2 of a foreign disc. An import needs it only to reach IDiscRecorder2Ex. */
#include "discctl/foreign_disc_object.h"

static struct foreign_disc *of_recorder(IDiscRecorder2 *iface)
{
    return CONTAINING_RECORD(iface, struct foreign_disc, IDiscRecorder2_iface);
}

/* NOLINTBEGIN(readability-non-const-parameter): the interfaces say what the parameters are. */

COUNTED_WITHOUT_NAMES(recorder, IDiscRecorder2, of_recorder)

static HRESULT WINAPI recorder_QueryInterface(IDiscRecorder2 *iface, REFIID iid, void **out)
{
    return foreign_disc_query_recorder(of_recorder(iface), iid, out);
}

static HRESULT WINAPI recorder_do(IDiscRecorder2 *iface)
{
    (void)iface;
    return FOREIGN_DISC_NOT_SUPPORTED;
}

static HRESULT WINAPI recorder_AcquireExclusiveAccess(IDiscRecorder2 *iface, VARIANT_BOOL force, BSTR client)
{
    (void)iface, (void)force, (void)client;
    return FOREIGN_DISC_NOT_SUPPORTED;
}

static HRESULT WINAPI recorder_InitializeDiscRecorder(IDiscRecorder2 *iface, BSTR id)
{
    (void)iface, (void)id;
    return FOREIGN_DISC_NOT_SUPPORTED;
}

static HRESULT WINAPI recorder_get_text(IDiscRecorder2 *iface, BSTR *value)
{
    (void)iface;
    *value = NULL;
    return FOREIGN_DISC_NOT_SUPPORTED;
}

static HRESULT WINAPI recorder_get_array(IDiscRecorder2 *iface, SAFEARRAY **value)
{
    (void)iface;
    *value = NULL;
    return FOREIGN_DISC_NOT_SUPPORTED;
}

static HRESULT WINAPI recorder_get_DeviceCanLoadMedia(IDiscRecorder2 *iface, VARIANT_BOOL *value)
{
    (void)iface;
    *value = VARIANT_FALSE;
    return S_OK;
}

static HRESULT WINAPI recorder_get_LegacyDeviceNumber(IDiscRecorder2 *iface, LONG *value)
{
    (void)iface;
    *value = -1;
    return FOREIGN_DISC_NOT_SUPPORTED;
}

/* NOLINTEND(readability-non-const-parameter) */

const IDiscRecorder2Vtbl foreign_disc_recorder_methods = {
    recorder_QueryInterface,
    recorder_AddRef,
    recorder_Release,
    recorder_GetTypeInfoCount,
    recorder_GetTypeInfo,
    recorder_GetIDsOfNames,
    recorder_Invoke,
    recorder_do, /* EjectMedia */
    recorder_do, /* CloseTray */
    recorder_AcquireExclusiveAccess,
    recorder_do, /* ReleaseExclusiveAccess */
    recorder_do, /* DisableMcn */
    recorder_do, /* EnableMcn */
    recorder_InitializeDiscRecorder,
    recorder_get_text,  /* ActiveDiscRecorder */
    recorder_get_text,  /* VendorId */
    recorder_get_text,  /* ProductId */
    recorder_get_text,  /* ProductRevision */
    recorder_get_text,  /* VolumeName */
    recorder_get_array, /* VolumePathNames */
    recorder_get_DeviceCanLoadMedia,
    recorder_get_LegacyDeviceNumber,
    recorder_get_array, /* SupportedFeaturePages */
    recorder_get_array, /* CurrentFeaturePages */
    recorder_get_array, /* SupportedProfiles */
    recorder_get_array, /* CurrentProfiles */
    recorder_get_array, /* SupportedModePages */
    recorder_get_text,  /* ExclusiveAccessOwner */
};
