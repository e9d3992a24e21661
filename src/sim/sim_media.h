/* The media of the simulated drive: a pure table of names, so that code that writes a virtual recorder's settings (see
 * virtual/layout.h) can include this header alone and link nothing.
 */
#ifndef OPENIMAPI2_SIM_SIM_MEDIA_H
#define OPENIMAPI2_SIM_SIM_MEDIA_H

/* X(enumerator, name, description). The order is the stored number (sim_state): append only. The recordable ones are
 * new discs; only dvd-rw-ro and dvd-ram are formatted. The recording on a disc is kept in a file of its own.
 */
/* clang-format off */
#define SIM_MEDIA(X)                                                                                        \
    X(SIM_MEDIUM_NONE,         "none",      "no medium")                                                    \
    X(SIM_MEDIUM_IMAGE,        "image",     "only by --image FILE: a pressed CD, DVD or BD by its size")      \
    X(SIM_MEDIUM_CAPTURED,     "captured",  "the disc in a captured drive (--drive) when it was captured")   \
    X(SIM_MEDIUM_CD_R,         "cd-r",      "blank CD-R, 80 minutes")                                       \
    X(SIM_MEDIUM_CD_RW,        "cd-rw",     "blank CD-RW, 74 minutes")                                      \
    X(SIM_MEDIUM_DVD_R,        "dvd-r",     "blank DVD-R")                                                  \
    X(SIM_MEDIUM_DVD_RW,       "dvd-rw",    "blank DVD-RW, sequential recording")                           \
    X(SIM_MEDIUM_DVD_RW_RO,    "dvd-rw-ro", "DVD-RW formatted for restricted overwrite")                    \
    X(SIM_MEDIUM_DVD_R_DL,     "dvd-r-dl",  "blank DVD-R dual layer, sequential recording")                 \
    X(SIM_MEDIUM_DVD_PLUS_R,   "dvd+r",     "blank DVD+R")                                                  \
    X(SIM_MEDIUM_DVD_PLUS_RW,  "dvd+rw",    "blank DVD+RW, not yet formatted")                              \
    X(SIM_MEDIUM_DVD_PLUS_R_DL,"dvd+r-dl",  "blank DVD+R double layer")                                     \
    X(SIM_MEDIUM_DVD_RAM,      "dvd-ram",   "DVD-RAM, 4.7 GB, formatted")                                   \
    X(SIM_MEDIUM_BD_R,         "bd-r",      "blank BD-R, sequential recording")                             \
    X(SIM_MEDIUM_BD_RE,        "bd-re",     "BD-RE, not yet formatted")                                     \
    X(SIM_MEDIUM_BD_R_DL,      "bd-r-dl",   "blank BD-R dual layer, sequential recording")                  \
    X(SIM_MEDIUM_BD_RE_DL,     "bd-re-dl",  "BD-RE dual layer, not yet formatted")
/* clang-format on */

#define SIM_MEDIUM_ENUMERATOR(enumerator, name, text) enumerator,
enum sim_medium { SIM_MEDIA(SIM_MEDIUM_ENUMERATOR) SIM_MEDIUM_COUNT };
#undef SIM_MEDIUM_ENUMERATOR

/* The medium of this name (lower case, as in the table), or SIM_MEDIUM_COUNT. */
enum sim_medium sim_medium_from_name(const char *name);

/* medium: below SIM_MEDIUM_COUNT. */
const char *sim_medium_name(enum sim_medium medium);

#endif
