/* The tables of media_words.h. */
#include "discctl/media_words.h"

#include <stddef.h>

#include "discctl/memory.h"

/* clang-format off */
const struct media_word media_status_words[] = {
    {IMAPI_FORMAT2_DATA_MEDIA_STATE_OVERWRITE_ONLY,    "OVERWRITE_ONLY",    "writable anywhere"},
    {IMAPI_FORMAT2_DATA_MEDIA_STATE_BLANK,             "BLANK",             "blank"},
    {IMAPI_FORMAT2_DATA_MEDIA_STATE_APPENDABLE,        "APPENDABLE",        "appendable"},
    {IMAPI_FORMAT2_DATA_MEDIA_STATE_FINAL_SESSION,     "FINAL_SESSION",     "with room for one session more"},
    {IMAPI_FORMAT2_DATA_MEDIA_STATE_DAMAGED,           "DAMAGED",           "damaged"},
    {IMAPI_FORMAT2_DATA_MEDIA_STATE_ERASE_REQUIRED,    "ERASE_REQUIRED",    "to be erased before it is written"},
    {IMAPI_FORMAT2_DATA_MEDIA_STATE_NON_EMPTY_SESSION, "NON_EMPTY_SESSION", "with a session that is not closed"},
    {IMAPI_FORMAT2_DATA_MEDIA_STATE_WRITE_PROTECTED,   "WRITE_PROTECTED",   "write-protected"},
    {IMAPI_FORMAT2_DATA_MEDIA_STATE_FINALIZED,         "FINALIZED",         "final: nothing can be added"},
    {IMAPI_FORMAT2_DATA_MEDIA_STATE_UNSUPPORTED_MEDIA, "UNSUPPORTED_MEDIA", "of a kind that cannot be written here"},
    {0, NULL, NULL},
};

const struct media_word media_protection_words[] = {
    {IMAPI_WRITEPROTECTED_UNTIL_POWERDOWN,           "UNTIL_POWERDOWN",           "until the drive is switched off"},
    {IMAPI_WRITEPROTECTED_BY_CARTRIDGE,              "BY_CARTRIDGE",              "by its cartridge"},
    {IMAPI_WRITEPROTECTED_BY_MEDIA_SPECIFIC_REASON,  "BY_MEDIA_SPECIFIC_REASON",  "by its kind"},
    {IMAPI_WRITEPROTECTED_BY_SOFTWARE_WRITE_PROTECT, "BY_SOFTWARE_WRITE_PROTECT", "by a program"},
    {IMAPI_WRITEPROTECTED_BY_DISC_CONTROL_BLOCK,     "BY_DISC_CONTROL_BLOCK",     "by its disc control block"},
    {IMAPI_WRITEPROTECTED_READ_ONLY_MEDIA,           "READ_ONLY_MEDIA",           "read-only"},
    {0, NULL, NULL},
};

static const struct {
    const char *name, *text;
    LONG speed_of_1x;
} types[] = {
    [IMAPI_MEDIA_TYPE_UNKNOWN]             = {"UNKNOWN",             "unknown",                  0},
    [IMAPI_MEDIA_TYPE_CDROM]               = {"CDROM",               "CD-ROM",                   IMAPI_SECTORS_PER_SECOND_AT_1X_CD},
    [IMAPI_MEDIA_TYPE_CDR]                 = {"CDR",                 "CD-R",                     IMAPI_SECTORS_PER_SECOND_AT_1X_CD},
    [IMAPI_MEDIA_TYPE_CDRW]                = {"CDRW",                "CD-RW",                    IMAPI_SECTORS_PER_SECOND_AT_1X_CD},
    [IMAPI_MEDIA_TYPE_DVDROM]              = {"DVDROM",              "DVD-ROM",                  IMAPI_SECTORS_PER_SECOND_AT_1X_DVD},
    [IMAPI_MEDIA_TYPE_DVDRAM]              = {"DVDRAM",              "DVD-RAM",                  IMAPI_SECTORS_PER_SECOND_AT_1X_DVD},
    [IMAPI_MEDIA_TYPE_DVDPLUSR]            = {"DVDPLUSR",            "DVD+R",                    IMAPI_SECTORS_PER_SECOND_AT_1X_DVD},
    [IMAPI_MEDIA_TYPE_DVDPLUSRW]           = {"DVDPLUSRW",           "DVD+RW",                   IMAPI_SECTORS_PER_SECOND_AT_1X_DVD},
    [IMAPI_MEDIA_TYPE_DVDPLUSR_DUALLAYER]  = {"DVDPLUSR_DUALLAYER",  "DVD+R dual layer",         IMAPI_SECTORS_PER_SECOND_AT_1X_DVD},
    [IMAPI_MEDIA_TYPE_DVDDASHR]            = {"DVDDASHR",            "DVD-R",                    IMAPI_SECTORS_PER_SECOND_AT_1X_DVD},
    [IMAPI_MEDIA_TYPE_DVDDASHRW]           = {"DVDDASHRW",           "DVD-RW",                   IMAPI_SECTORS_PER_SECOND_AT_1X_DVD},
    [IMAPI_MEDIA_TYPE_DVDDASHR_DUALLAYER]  = {"DVDDASHR_DUALLAYER",  "DVD-R dual layer",         IMAPI_SECTORS_PER_SECOND_AT_1X_DVD},
    [IMAPI_MEDIA_TYPE_DISK]                = {"DISK",                "disk of random access",    0},
    [IMAPI_MEDIA_TYPE_DVDPLUSRW_DUALLAYER] = {"DVDPLUSRW_DUALLAYER", "DVD+RW dual layer",        IMAPI_SECTORS_PER_SECOND_AT_1X_DVD},
    [IMAPI_MEDIA_TYPE_HDDVDROM]            = {"HDDVDROM",            "HD DVD-ROM",               IMAPI_SECTORS_PER_SECOND_AT_1X_HD_DVD},
    [IMAPI_MEDIA_TYPE_HDDVDR]              = {"HDDVDR",              "HD DVD-R",                 IMAPI_SECTORS_PER_SECOND_AT_1X_HD_DVD},
    [IMAPI_MEDIA_TYPE_HDDVDRAM]            = {"HDDVDRAM",            "HD DVD-RAM",               IMAPI_SECTORS_PER_SECOND_AT_1X_HD_DVD},
    [IMAPI_MEDIA_TYPE_BDROM]               = {"BDROM",               "BD-ROM",                   IMAPI_SECTORS_PER_SECOND_AT_1X_BD},
    [IMAPI_MEDIA_TYPE_BDR]                 = {"BDR",                 "BD-R",                     IMAPI_SECTORS_PER_SECOND_AT_1X_BD},
    [IMAPI_MEDIA_TYPE_BDRE]                = {"BDRE",                "BD-RE",                    IMAPI_SECTORS_PER_SECOND_AT_1X_BD},
};
/* clang-format on */

static LONG known(LONG type)
{
    return type >= 0 && type <= IMAPI_MEDIA_TYPE_MAX ? type : IMAPI_MEDIA_TYPE_UNKNOWN;
}

const char *media_type_text(LONG type)
{
    return types[known(type)].text;
}

const char *media_type_name(LONG type)
{
    return types[known(type)].name;
}

LONG media_speed_of_1x(LONG type)
{
    return types[known(type)].speed_of_1x;
}

char *media_status_text(LONG status)
{
    const struct media_word *word;
    char *text = memory_printf("%s", ""), *longer;

    for (word = media_status_words; word->name; word++) {
        if (!(status & word->value)) continue;
        longer = memory_printf("%s%s%s", text, *text ? ", " : "", word->text);
        memory_free(text);
        text = longer;
    }
    if (*text) return text;
    memory_free(text);
    return memory_printf("in no known state");
}
