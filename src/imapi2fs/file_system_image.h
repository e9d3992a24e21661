/* MsftFileSystemImage: the object, and its methods grouped by the source files that implement them. */
#ifndef OPENIMAPI2_IMAPI2FS_FILE_SYSTEM_IMAGE_H
#define OPENIMAPI2_IMAPI2FS_FILE_SYSTEM_IMAGE_H

#include "com/object.h"
#include "imapi2fs.h"
#include "imapi2fs/call.h"
#include "imapi2fs/image_state.h"

struct file_system_image {
    struct com_object object;
    IFileSystemImage3 IFileSystemImage3_iface;
    struct image_state state;
};

/* E_OUTOFMEMORY, E_NOINTERFACE; *out is NULL on failure. */
HRESULT file_system_image_create(REFIID iid, void **out);

static inline struct image_state *image_state_of(IFileSystemImage3 *iface)
{
    return &CONTAINING_RECORD(iface, struct file_system_image, IFileSystemImage3_iface)->state;
}

/* Every method begins with this call and ends with imapifs_call_done. */
void image_call_begin(struct imapifs_call *call, const char *attempt);

/* Returns IMAPI_E_INVALID_PARAM for a property value that is not allowed. */
HRESULT image_call_bad_value(struct imapifs_call *call);

/* image_defaults.c */
HRESULT WINAPI image_SetMaxMediaBlocksFromDevice(IFileSystemImage3 *iface, IDiscRecorder2 *recorder);
HRESULT WINAPI image_ChooseImageDefaults(IFileSystemImage3 *iface, IDiscRecorder2 *recorder);
HRESULT WINAPI image_ChooseImageDefaultsForMediaType(IFileSystemImage3 *iface, IMAPI_MEDIA_PHYSICAL_TYPE type);

/* image_file_systems.c. The first two are the setters without locking and without argument checks: the caller has begun
 * a change and passes a valid set of file systems or a valid revision.
 */
HRESULT image_set_systems(struct image_state *state, struct imapifs_call *call, FsiFileSystems systems);
HRESULT image_set_revision(struct image_state *state, LONG revision);
HRESULT WINAPI image_get_FileSystemsToCreate(IFileSystemImage3 *iface, FsiFileSystems *value);
HRESULT WINAPI image_put_FileSystemsToCreate(IFileSystemImage3 *iface, FsiFileSystems value);
HRESULT WINAPI image_get_FileSystemsSupported(IFileSystemImage3 *iface, FsiFileSystems *value);
HRESULT WINAPI image_get_UDFRevision(IFileSystemImage3 *iface, LONG *value);
HRESULT WINAPI image_put_UDFRevision(IFileSystemImage3 *iface, LONG value);
HRESULT WINAPI image_get_UDFRevisionsSupported(IFileSystemImage3 *iface, SAFEARRAY **value);
HRESULT WINAPI image_get_ISO9660InterchangeLevel(IFileSystemImage3 *iface, LONG *value);
HRESULT WINAPI image_put_ISO9660InterchangeLevel(IFileSystemImage3 *iface, LONG value);
HRESULT WINAPI image_get_ISO9660InterchangeLevelsSupported(IFileSystemImage3 *iface, SAFEARRAY **value);
HRESULT WINAPI image_get_StrictFileSystemCompliance(IFileSystemImage3 *iface, VARIANT_BOOL *value);
HRESULT WINAPI image_put_StrictFileSystemCompliance(IFileSystemImage3 *iface, VARIANT_BOOL value);
HRESULT WINAPI image_get_UseRestrictedCharacterSet(IFileSystemImage3 *iface, VARIANT_BOOL *value);
HRESULT WINAPI image_put_UseRestrictedCharacterSet(IFileSystemImage3 *iface, VARIANT_BOOL value);
HRESULT WINAPI image_get_CreateRedundantUdfMetadataFiles(IFileSystemImage3 *iface, VARIANT_BOOL *value);
HRESULT WINAPI image_put_CreateRedundantUdfMetadataFiles(IFileSystemImage3 *iface, VARIANT_BOOL value);

/* image_size.c. The first checks a new FreeMediaBlocks: IMAPI_E_IMAGE_TOO_BIG; the caller holds the lock. */
HRESULT image_check_limit(struct image_state *state, LONG blocks);
HRESULT WINAPI image_get_SessionStartBlock(IFileSystemImage3 *iface, LONG *value);
HRESULT WINAPI image_put_SessionStartBlock(IFileSystemImage3 *iface, LONG value);
HRESULT WINAPI image_get_FreeMediaBlocks(IFileSystemImage3 *iface, LONG *value);
HRESULT WINAPI image_put_FreeMediaBlocks(IFileSystemImage3 *iface, LONG value);
HRESULT WINAPI image_get_UsedBlocks(IFileSystemImage3 *iface, LONG *value);

/* image_names.c */
HRESULT WINAPI image_get_VolumeName(IFileSystemImage3 *iface, BSTR *value);
HRESULT WINAPI image_put_VolumeName(IFileSystemImage3 *iface, BSTR value);
HRESULT WINAPI image_get_ImportedVolumeName(IFileSystemImage3 *iface, BSTR *value);
HRESULT WINAPI image_get_VolumeNameUDF(IFileSystemImage3 *iface, BSTR *value);
HRESULT WINAPI image_get_VolumeNameJoliet(IFileSystemImage3 *iface, BSTR *value);
HRESULT WINAPI image_get_VolumeNameISO9660(IFileSystemImage3 *iface, BSTR *value);
HRESULT WINAPI image_get_WorkingDirectory(IFileSystemImage3 *iface, BSTR *value);
HRESULT WINAPI image_put_WorkingDirectory(IFileSystemImage3 *iface, BSTR value);

/* image_boot.c */
HRESULT WINAPI image_get_BootImageOptions(IFileSystemImage3 *iface, IBootOptions **value);
HRESULT WINAPI image_put_BootImageOptions(IFileSystemImage3 *iface, IBootOptions *value);
HRESULT WINAPI image_get_BootImageOptionsArray(IFileSystemImage3 *iface, SAFEARRAY **value);
HRESULT WINAPI image_put_BootImageOptionsArray(IFileSystemImage3 *iface, SAFEARRAY *value);

/* image_import.c */
HRESULT WINAPI image_CalculateDiscIdentifier(IFileSystemImage3 *iface, BSTR *value);
HRESULT WINAPI image_IdentifyFileSystemsOnDisc(IFileSystemImage3 *iface, IDiscRecorder2 *recorder,
                                               FsiFileSystems *value);
HRESULT WINAPI image_GetDefaultFileSystemForImport(IFileSystemImage3 *iface, FsiFileSystems systems,
                                                   FsiFileSystems *value);
HRESULT WINAPI image_ImportFileSystem(IFileSystemImage3 *iface, FsiFileSystems *value);
HRESULT WINAPI image_ImportSpecificFileSystem(IFileSystemImage3 *iface, FsiFileSystems system);
HRESULT WINAPI image_get_MultisessionInterfaces(IFileSystemImage3 *iface, SAFEARRAY **value);
HRESULT WINAPI image_put_MultisessionInterfaces(IFileSystemImage3 *iface, SAFEARRAY *value);
HRESULT WINAPI image_ProbeSpecificFileSystem(IFileSystemImage3 *iface, FsiFileSystems system, VARIANT_BOOL *value);

#endif
