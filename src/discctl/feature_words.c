/* A clause for each feature of MMC-6, and for the features of older editions in mmc/codes.def. */
#include "discctl/feature_words.h"

#include <stddef.h>

/* clang-format off */
static const struct {
    long code;
    const char *words;
} rows[] = {
    {0x0000, "lists the kinds of discs that it knows"},
    {0x0001, "takes the commands of every optical drive"},
    {0x0002, "tells of changes by itself: discs, buttons, busy times"},
    {0x0003, "has a tray or a slot, and a lock for it"},
    {0x0004, "protects discs against writing, and tells by what they are protected"},
    {0x0010, "reads any sector at any time"},
    {0x001D, "reads CD-RW, and CDs of all kinds"},
    {0x001E, "reads CDs"},
    {0x001F, "reads DVDs"},
    {0x0020, "writes any sector at any time"},
    {0x0021, "writes piece by piece, one behind the other"},
    {0x0022, "erases single sectors"},
    {0x0023, "formats discs"},
    {0x0024, "replaces bad sectors by good ones"},
    {0x0025, "writes discs that can be written once"},
    {0x0026, "overwrites in whole packets or sessions"},
    {0x0027, "writes CD-RW faster at the rim than inside"},
    {0x0028, "manages Mount Rainier discs, which take files at once"},
    {0x0029, "tells of errors and replaced sectors"},
    {0x002A, "reads DVD+RW; whether it writes them stands above"},
    {0x002B, "reads DVD+R; whether it writes them stands above"},
    {0x002C, "overwrites DVD-RW in whole blocks"},
    {0x002D, "writes CDs track by track"},
    {0x002E, "writes CDs a session at once, as audio CDs without pauses need it"},
    {0x002F, "writes DVD-R, and DVD-RW where it stands above"},
    {0x0030, "reads double density CDs"},
    {0x0031, "writes double density CD-R"},
    {0x0032, "writes double density CD-RW"},
    {0x0033, "writes both layers of a DVD-R in turns"},
    {0x0034, "overwrites both layers of a DVD-RW in turns"},
    {0x0035, "can be told to stop a long erase or format"},
    {0x0037, "writes CD-RW of several speed classes"},
    {0x0038, "overwrites BD-R in appearance, by writing elsewhere"},
    {0x003A, "reads DVD+RW of two layers"},
    {0x003B, "reads DVD+R of two layers"},
    {0x0040, "reads Blu-ray discs"},
    {0x0041, "writes Blu-ray discs"},
    {0x0042, "keeps up with recordings that cannot wait"},
    {0x0050, "reads HD DVDs"},
    {0x0051, "writes HD DVDs"},
    {0x0052, "writes HD DVD-RW in fragments"},
    {0x0080, "reads discs with layers of two kinds"},
    {0x0100, "saves power, and can be told to"},
    {0x0101, "watches its own health"},
    {0x0102, "changes discs by itself"},
    {0x0103, "plays audio CDs to an output of its own"},
    {0x0104, "takes new firmware"},
    {0x0105, "gives up commands that take too long"},
    {0x0106, "authenticates for video DVDs (CSS)"},
    {0x0107, "keeps to a speed that it is told, and tells what it offers"},
    {0x0108, "tells its serial number"},
    {0x0109, "tells the serial number of a disc"},
    {0x010A, "keeps control blocks on discs"},
    {0x010B, "authenticates for protected recordings (CPRM)"},
    {0x010C, "tells when its firmware was made"},
    {0x010D, "authenticates for Blu-ray films (AACS)"},
    {0x010E, "writes DVDs with CSS"},
    {0x0110, "authenticates for DVD+ recordings (VCPS)"},
    {0x0113, "writes SecurDisc"},
    {0x0120, "protects Blu-ray recordings"},
    {0x0142, "has a security subsystem"},
};
/* clang-format on */

const char *feature_words(long code)
{
    size_t i;

    for (i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        if (rows[i].code == code) return rows[i].words;
    }
    return NULL;
}
