/* The type library IMAPI2FS as a whole: what the programs of tests/contract compare it with beside the tables. */
#ifndef CONTRACT_LIBRARY_H
#define CONTRACT_LIBRARY_H

#define LIBRARY_NAME L"IMAPI2FS"
#define LIBRARY_HELP L"Microsoft IMAPI2 File System Image Creator"
#define LIBRARY_ID   L"{2C941FD0-975B-59BE-A960-9A2A262853A5}"
#define LIBRARY_DLL  "imapi2fs.dll"

#define LIBRARY_SYMBOLS LIBID_IMAPI2FS /* in the header */

enum { LIBRARY_DISPIDS = 2, LIBRARY_RESULTS = 62 };

/* The header has no pointer types of enumerations. */
#define ENUM_POINTER(name, tag) _Generic((name *)NULL, enum tag * : true, default : false)

/* Types that the interfaces and classes name and stdole2 does not have; copies of IMAPI2's are among them. */
#define LIBRARY_PULLED_IN                                                                                              \
    {TKIND_INTERFACE, "ISequentialStream"}, {TKIND_INTERFACE, "IStream"},                                              \
        {TKIND_INTERFACE, "IConnectionPointContainer"}, {TKIND_INTERFACE, "IEnumConnectionPoints"},                    \
        {TKIND_INTERFACE, "IConnectionPoint"}, {TKIND_INTERFACE, "IEnumConnections"},                                  \
        {TKIND_RECORD, "_LARGE_INTEGER"}, {TKIND_RECORD, "_ULARGE_INTEGER"}, {TKIND_RECORD, "tagSTATSTG"},             \
        {TKIND_RECORD, "_FILETIME"}, {TKIND_RECORD, "tagCONNECTDATA"}, {TKIND_ALIAS, "GUID"},                          \
        {TKIND_RECORD, "__WIDL_imapi2fs_generated_name_00000000"}, {TKIND_DISPATCH, "IDiscRecorder2"},                 \
        {TKIND_DISPATCH, "IBlockRange"}, {TKIND_DISPATCH, "IBlockRangeList"},                                          \
        {TKIND_ALIAS, "IMAPI_MEDIA_PHYSICAL_TYPE"}, {TKIND_ENUM, "_IMAPI_MEDIA_PHYSICAL_TYPE"},

/* A type library has one spelling for names that differ in case only: the first that occurs in it. Microsoft's has
 * "path" too, for IIsoImageManager's property.
 */
#define LIBRARY_SPELLINGS "ChangePoint", "Count", "Data", "Description", "FullPath", "Index", "Item", "Name", "path"

/* Result codes and words of their texts; codes near them that have no text. */
#define LIBRARY_TEXTS                                                                                                  \
    {0xC0AAB102, "cannot be changed"},    /* IMAPI_E_READONLY */                                                       \
        {0xC0AAB131, "eight levels"},     /* IMAPI_E_ISO9660_LEVELS */                                                 \
        {0xC0AAB150, "blank"},            /* IMAPI_E_EMPTY_DISC */                                                     \
        {0x00AAB15F, "was stored"},       /* IMAPI_S_IMAGE_FEATURE_NOT_SUPPORTED */                                    \
        {0xC0AAB200, "multiple of 2048"}, /* IMAPI_E_IMAGEMANAGER_IMAGE_NOT_ALIGNED */                                 \
        {0xC0AAB203, "2147483647"},       /* IMAPI_E_IMAGEMANAGER_IMAGE_TOO_BIG */
#define LIBRARY_CODES_WITHOUT_TEXT 0x80AAB200, 0xC0AAB107, 0xC0AAB204

#endif
