/* Names: the rules for the name of an item of the tree, and its derived name in each file system.
 *
 * A name is UTF-16 as the client gave it; unpaired surrogates are kept. A derived name is a function of the name, the
 * rules and a tail, the number that makes it unique in its directory, so it need not be stored.
 */
#ifndef OPENIMAPI2_FS_NAME_H
#define OPENIMAPI2_FS_NAME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "fs/status.h"

enum fs_system { FS_ISO9660, FS_JOLIET, FS_UDF, FS_SYSTEMS };

#define FS_MASK(system) (1u << (system)) /* 1, 2, 4: FsiFileSystems of IMAPI */

enum {
    FS_NAME_MAX = 255,    /* UTF-16 units of a name */
    FS_DERIVED_MAX = 127, /* of a derived name */
    FS_TAIL_MAX = 999999,
};

struct fs_name_rules {
    unsigned systems;   /* FS_MASKs: the file systems in which names have to be unique */
    unsigned iso_level; /* 1 or 2; used only if is_strict */
    bool is_strict;     /* ISO 9660: the lengths of its level; Joliet: 64 units. Else 96 and 110. */
};

/* The number of units of a text that fit into `room`; a surrogate pair is never split. */
size_t fs_name_cut(const uint16_t *units, size_t count, size_t room);

/* FS_OK, or FS_NAME_INVALID: empty, over FS_NAME_MAX units, "." or "..", a unit below 20h or of \ / : * ? " < > |. */
enum fs_status fs_name_check(const uint16_t *name, size_t count);

/* The same for a name that another program recorded. FS_NAME_INVALID: it cannot be part of a path, because it is empty,
 * over FS_NAME_MAX units, "." or "..", or has a NUL, a slash or a backslash.
 */
enum fs_status fs_name_check_recorded(const uint16_t *name, size_t count);

/* The name with "_tail" before an extension of up to five units; if the result is too long, the part before the tail is
 * cut.
 * tail     1 to FS_TAIL_MAX.
 * out      FS_NAME_MAX units; `name` itself is allowed.
 * returns  the units written.
 */
size_t fs_name_append_tail(const uint16_t *name, size_t count, uint32_t tail, uint16_t *out);

/* The name in a file system, without the ";1" of ISO 9660.
 * name      one that fs_name_check accepts.
 * tail      0: none; 1 to FS_TAIL_MAX: "_tail" stands before the extension, and the stem makes room for it.
 * derived   FS_DERIVED_MAX units.
 * returns   the units written, at least 1.
 * source    ECMA-119 7.5, 7.6 and 10.1 to 10.3; the Joliet specification, "Allowed Character Set"; OSTA UDF 2.1.
 */
size_t fs_name_derive(const struct fs_name_rules *rules, enum fs_system system, bool is_directory, const uint16_t *name,
                      size_t count, uint32_t tail, uint16_t *derived);

#endif
