/* The tables of media_words.h. */
#include "discctl/media_words.h"

#include <stddef.h>
#include <string.h>

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
    const char *name, *option, *text;
    LONG speed_of_1x;
} types[] = {
    [IMAPI_MEDIA_TYPE_UNKNOWN]             = {"UNKNOWN",             "unknown",    "unknown",                  0},
    [IMAPI_MEDIA_TYPE_CDROM]               = {"CDROM",               "cd-rom",     "CD-ROM",                   IMAPI_SECTORS_PER_SECOND_AT_1X_CD},
    [IMAPI_MEDIA_TYPE_CDR]                 = {"CDR",                 "cd-r",       "CD-R",                     IMAPI_SECTORS_PER_SECOND_AT_1X_CD},
    [IMAPI_MEDIA_TYPE_CDRW]                = {"CDRW",                "cd-rw",      "CD-RW",                    IMAPI_SECTORS_PER_SECOND_AT_1X_CD},
    [IMAPI_MEDIA_TYPE_DVDROM]              = {"DVDROM",              "dvd-rom",    "DVD-ROM",                  IMAPI_SECTORS_PER_SECOND_AT_1X_DVD},
    [IMAPI_MEDIA_TYPE_DVDRAM]              = {"DVDRAM",              "dvd-ram",    "DVD-RAM",                  IMAPI_SECTORS_PER_SECOND_AT_1X_DVD},
    [IMAPI_MEDIA_TYPE_DVDPLUSR]            = {"DVDPLUSR",            "dvd+r",      "DVD+R",                    IMAPI_SECTORS_PER_SECOND_AT_1X_DVD},
    [IMAPI_MEDIA_TYPE_DVDPLUSRW]           = {"DVDPLUSRW",           "dvd+rw",     "DVD+RW",                   IMAPI_SECTORS_PER_SECOND_AT_1X_DVD},
    [IMAPI_MEDIA_TYPE_DVDPLUSR_DUALLAYER]  = {"DVDPLUSR_DUALLAYER",  "dvd+r-dl",   "DVD+R dual layer",         IMAPI_SECTORS_PER_SECOND_AT_1X_DVD},
    [IMAPI_MEDIA_TYPE_DVDDASHR]            = {"DVDDASHR",            "dvd-r",      "DVD-R",                    IMAPI_SECTORS_PER_SECOND_AT_1X_DVD},
    [IMAPI_MEDIA_TYPE_DVDDASHRW]           = {"DVDDASHRW",           "dvd-rw",     "DVD-RW",                   IMAPI_SECTORS_PER_SECOND_AT_1X_DVD},
    [IMAPI_MEDIA_TYPE_DVDDASHR_DUALLAYER]  = {"DVDDASHR_DUALLAYER",  "dvd-r-dl",   "DVD-R dual layer",         IMAPI_SECTORS_PER_SECOND_AT_1X_DVD},
    [IMAPI_MEDIA_TYPE_DISK]                = {"DISK",                "disk",       "disk of random access",    0},
    [IMAPI_MEDIA_TYPE_DVDPLUSRW_DUALLAYER] = {"DVDPLUSRW_DUALLAYER", "dvd+rw-dl",  "DVD+RW dual layer",        IMAPI_SECTORS_PER_SECOND_AT_1X_DVD},
    [IMAPI_MEDIA_TYPE_HDDVDROM]            = {"HDDVDROM",            "hd-dvd-rom", "HD DVD-ROM",               IMAPI_SECTORS_PER_SECOND_AT_1X_HD_DVD},
    [IMAPI_MEDIA_TYPE_HDDVDR]              = {"HDDVDR",              "hd-dvd-r",   "HD DVD-R",                 IMAPI_SECTORS_PER_SECOND_AT_1X_HD_DVD},
    [IMAPI_MEDIA_TYPE_HDDVDRAM]            = {"HDDVDRAM",            "hd-dvd-ram", "HD DVD-RAM",               IMAPI_SECTORS_PER_SECOND_AT_1X_HD_DVD},
    [IMAPI_MEDIA_TYPE_BDROM]               = {"BDROM",               "bd-rom",     "BD-ROM",                   IMAPI_SECTORS_PER_SECOND_AT_1X_BD},
    [IMAPI_MEDIA_TYPE_BDR]                 = {"BDR",                 "bd-r",       "BD-R",                     IMAPI_SECTORS_PER_SECOND_AT_1X_BD},
    [IMAPI_MEDIA_TYPE_BDRE]                = {"BDRE",                "bd-re",      "BD-RE",                    IMAPI_SECTORS_PER_SECOND_AT_1X_BD},
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

LONG media_type_from_name(const char *name)
{
    LONG type;

    for (type = IMAPI_MEDIA_TYPE_UNKNOWN + 1; type <= IMAPI_MEDIA_TYPE_MAX; type++) {
        if (_stricmp(name, types[type].option) == 0 || _stricmp(name, types[type].name) == 0) return type;
    }
    return IMAPI_MEDIA_TYPE_UNKNOWN;
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
    return memory_printf("in an unknown state");
}
