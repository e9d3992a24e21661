/* The command line: one verb, its options, its positional arguments. */
#ifndef OPENIMAPI2_DISCCTL_ARGUMENTS_H
#define OPENIMAPI2_DISCCTL_ARGUMENTS_H

#include <limits.h>
#include <stdbool.h>

/* One bit an option: what a verb accepts, and what was given. */
enum option_bit {
    OPTION_CLIENT = 1 << 0,
    OPTION_FORCE = 1 << 1,
    OPTION_DRIVE = 1 << 2,
    OPTION_STATE = 1 << 3,
    OPTION_MEDIA = 1 << 4,
    OPTION_IMAGE = 1 << 5,
    OPTION_EMPTY = 1 << 6,
    OPTION_OPCODE = 1 << 7,
    OPTION_NTH = 1 << 8,
    OPTION_SENSE = 1 << 9,
    OPTION_REPLY = 1 << 10,
    OPTION_SHORT = 1 << 11,
    OPTION_DELAY = 1 << 12,
    OPTION_GONE = 1 << 13,
    OPTION_HANG = 1 << 14,
    OPTION_CLEAR = 1 << 15,
    OPTION_COMMAND = 1 << 16, /* "-- COMMAND...": has no name of its own */
    OPTION_IN = 1 << 17,
    OPTION_OUT = 1 << 18,
    OPTION_TIMEOUT = 1 << 19,
    OPTION_FOR = 1 << 23,
    OPTION_COUNT = 1 << 24,
    OPTION_MACHINE = 1 << 25,
    OPTION_BLOCKS = 1 << 26,
    OPTION_PROTECTED = 1 << 27,
    OPTION_BUSY = 1 << 28,
    OPTION_VERIFY = 1 << 20,
    OPTION_SPEED = 1 << 21,
    OPTION_CLOSE = 1 << 22,
    OPTION_KEEP_OPEN = 1 << 29,
    OPTION_OVERWRITE = 1 << 30,
    OPTION_FULL = INT_MIN, /* the last bit */
};

/* All strings are UTF-8 and belong to the command line. An option that was not given is NULL. */
struct arguments {
    bool json;
    unsigned given; /* of enum option_bit */
    const char *client, *drive, *state, *media, *image, *blocks, *busy;
    const char *opcode, *nth, *sense, *reply, *short_bytes, *delay_ms;
    const char *in_bytes, *out, *timeout_s;
    const char *for_seconds, *count;
    const char *verify, *speed;
    const char *positional; /* DRIVE or NAME; NULL when the verb takes none */
    const char *second;     /* behind it, for the verb that takes two */
    char **command;         /* NULL-terminated; what stands behind "--" */
};

struct verb {
    const char *name;       /* "eject"; two words for a verb of a group: "virtual add" */
    const char *positional; /* what the positional argument is called, or NULL; two: "DRIVE CDB" */
    unsigned options;       /* accepted, of enum option_bit */
    int (*run)(const struct arguments *arguments); /* returns the exit code */
    const char *synopsis;                          /* behind "discctl " */
    const char *summary;                           /* one line */
    const char *details;                           /* for "discctl VERB --help"; ends in a line end, or is empty */
};

/* All verbs, in the order of the help; ends with a name of NULL. */
extern const struct verb verbs[];

/* Read the command line and run its verb. argv: UTF-8, argv[argc] is NULL; its order is changed. Returns the exit code.
 */
int arguments_run(int argc, char **argv);

/* A usage error: what is wrong, and where the help is. Returns EXIT_USAGE. */
int arguments_refuse(const char *verb, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* A decimal number from 0 to max, nothing before or behind it. */
bool arguments_number(const char *text, unsigned long max, unsigned long *value);

#endif
