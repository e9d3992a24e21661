/* The type library IMAPI2 as a whole: what the programs of tests/contract compare it with beside the tables. */
#ifndef CONTRACT_LIBRARY_H
#define CONTRACT_LIBRARY_H

#define LIBRARY_NAME L"IMAPI2"
#define LIBRARY_HELP L"Microsoft IMAPI2 Base Functionality"
#define LIBRARY_ID   L"{2735412F-7F64-5B0F-8F00-5D77AFBE261E}"
#define LIBRARY_DLL  "imapi2.dll"

#define LIBRARY_SYMBOLS LIBID_IMAPI2, &LIBID_IMAPILib2 /* in the header */

enum { LIBRARY_DISPIDS = 170, LIBRARY_RESULTS = 90 };

/* The header's pointer type of an enumeration. */
#define ENUM_POINTER(name, tag) _Generic((P##name)NULL, enum tag * : true, default : false)

/* Types that the interfaces and classes name and stdole2 does not have. */
#define LIBRARY_PULLED_IN                                                                                              \
    {TKIND_INTERFACE, "ISequentialStream"}, {TKIND_INTERFACE, "IStream"},                                              \
        {TKIND_INTERFACE, "IConnectionPointContainer"}, {TKIND_INTERFACE, "IEnumConnectionPoints"},                    \
        {TKIND_INTERFACE, "IConnectionPoint"}, {TKIND_INTERFACE, "IEnumConnections"},                                  \
        {TKIND_RECORD, "_LARGE_INTEGER"}, {TKIND_RECORD, "_ULARGE_INTEGER"}, {TKIND_RECORD, "tagSTATSTG"},             \
        {TKIND_RECORD, "_FILETIME"}, {TKIND_RECORD, "tagCONNECTDATA"}, {TKIND_ALIAS, "GUID"},                          \
        {TKIND_RECORD, "__WIDL_imapi2_generated_name_00000000"},

/* A type library has one spelling for names that differ in case only: the first that occurs in it. */
#define LIBRARY_SPELLINGS "Count", "LegacyDeviceNumber", "Recorder"

/* Result codes and words of their texts; codes near them that have no text. */
#define LIBRARY_TEXTS                                                                                                  \
    {0x00AA0200, "sense"},          /* S_IMAPI_COMMAND_HAS_SENSE_DATA */                                               \
        {0xC0AA0202, "no disc"},    /* E_IMAPI_RECORDER_MEDIA_NO_MEDIA */                                              \
        {0xC0AA020D, "in time"},    /* E_IMAPI_RECORDER_COMMAND_TIMEOUT */                                             \
        {0xC0AA0210, "exclusive"},  /* E_IMAPI_RECORDER_LOCKED */                                                      \
        {0x80AA0906, "one hour"},   /* E_IMAPI_ERASE_TOOK_LONGER_THAN_ONE_HOUR */                                      \
        {0x80AA0A0A, "10 sectors"}, /* E_IMAPI_RAW_IMAGE_TRACK_INDEX_TOO_CLOSE_TO_OTHER_INDEX */
#define LIBRARY_CODES_WITHOUT_TEXT 0x80AA0202, 0xC0AA0900, 0xC0AA0001

#endif
