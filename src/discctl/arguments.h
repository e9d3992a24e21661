/* The command line: one verb, its options, its positional arguments. */
#ifndef OPENIMAPI2_DISCCTL_ARGUMENTS_H
#define OPENIMAPI2_DISCCTL_ARGUMENTS_H

#include <stdbool.h>
#include <stdint.h>

/* One bit for each option: for the options that a verb accepts, and those that were given. An enum has no room for
 * them.
 */
#define OPTION_CLIENT     (UINT64_C(1) << 0)
#define OPTION_FORCE      (UINT64_C(1) << 1)
#define OPTION_DRIVE      (UINT64_C(1) << 2)
#define OPTION_STATE      (UINT64_C(1) << 3)
#define OPTION_MEDIA      (UINT64_C(1) << 4)
#define OPTION_IMAGE      (UINT64_C(1) << 5)
#define OPTION_EMPTY      (UINT64_C(1) << 6)
#define OPTION_OPCODE     (UINT64_C(1) << 7)
#define OPTION_NTH        (UINT64_C(1) << 8)
#define OPTION_SENSE      (UINT64_C(1) << 9)
#define OPTION_REPLY      (UINT64_C(1) << 10)
#define OPTION_SHORT      (UINT64_C(1) << 11)
#define OPTION_DELAY      (UINT64_C(1) << 12)
#define OPTION_GONE       (UINT64_C(1) << 13)
#define OPTION_HANG       (UINT64_C(1) << 14)
#define OPTION_CLEAR      (UINT64_C(1) << 15)
#define OPTION_COMMAND    (UINT64_C(1) << 16) /* "-- COMMAND...": has no name of its own */
#define OPTION_IN         (UINT64_C(1) << 17)
#define OPTION_OUT        (UINT64_C(1) << 18)
#define OPTION_TIMEOUT    (UINT64_C(1) << 19)
#define OPTION_FOR        (UINT64_C(1) << 20)
#define OPTION_COUNT      (UINT64_C(1) << 21)
#define OPTION_MACHINE    (UINT64_C(1) << 22)
#define OPTION_BLOCKS     (UINT64_C(1) << 23)
#define OPTION_PROTECTED  (UINT64_C(1) << 24)
#define OPTION_BUSY       (UINT64_C(1) << 25)
#define OPTION_VERIFY     (UINT64_C(1) << 26)
#define OPTION_SPEED      (UINT64_C(1) << 27)
#define OPTION_CLOSE      (UINT64_C(1) << 28)
#define OPTION_KEEP_OPEN  (UINT64_C(1) << 29)
#define OPTION_OVERWRITE  (UINT64_C(1) << 30)
#define OPTION_FULL       (UINT64_C(1) << 31)
#define OPTION_DRY_RUN    (UINT64_C(1) << 32)
#define OPTION_TEST_WRITE (UINT64_C(1) << 33)
#define OPTION_TIME       (UINT64_C(1) << 34)
#define OPTION_FS         (UINT64_C(1) << 35)
#define OPTION_UDF        (UINT64_C(1) << 36)
#define OPTION_LABEL      (UINT64_C(1) << 37)
#define OPTION_BOOT       (UINT64_C(1) << 38)
#define OPTION_EMULATION  (UINT64_C(1) << 39)
#define OPTION_EFI        (UINT64_C(1) << 40)
#define OPTION_NO_MIRROR  (UINT64_C(1) << 41)
#define OPTION_STRICT     (UINT64_C(1) << 42)
#define OPTION_NEW        (UINT64_C(1) << 43)
#define OPTION_APPEND     (UINT64_C(1) << 44)
#define OPTION_GAPLESS    (UINT64_C(1) << 45)
#define OPTION_RAW        (UINT64_C(1) << 46)
#define OPTION_TAO        (UINT64_C(1) << 47)
#define OPTION_ISRC       (UINT64_C(1) << 48)
#define OPTION_MCN        (UINT64_C(1) << 49)
#define OPTION_TEXT       (UINT64_C(1) << 50)
#define OPTION_REPORT     (UINT64_C(1) << 51)
#define OPTION_HTML       (UINT64_C(1) << 52)
#define OPTION_NEGATIVE   (UINT64_C(1) << 53) /* the positional argument may be a negative number: has no name */

/* All strings are UTF-8 and belong to the command line. An option that was not given is NULL. */
struct arguments {
    bool json;
    uint64_t given; /* OPTION_ bits */
    const char *client, *drive, *state, *media, *image, *blocks, *busy, *time;
    const char *opcode, *nth, *sense, *reply, *short_bytes, *delay_ms;
    const char *in_bytes, *out, *timeout_s;
    const char *for_seconds, *count;
    const char *verify, *speed;
    const char *fs, *udf, *label, *boot, *emulation, *efi;
    const char *isrc, *mcn, *text;
    const char *report, *html;
    const char *positional; /* DRIVE or NAME; NULL when the verb takes none */
    const char *second;     /* the argument after it, for the verb that takes two */
    char **sources;         /* NULL-terminated: the arguments of a name with "..." */
    char **command;         /* NULL-terminated; the arguments after "--" */
};

struct verb {
    const char *name; /* "eject"; two words for a verb of a group: "virtual add" */
    const char *
        positional; /* what the positional argument is called, or NULL; two: "DRIVE CDB"; more: "SOURCE...", "DRIVE FILE...";
                       optional: "[CODE]" */
    uint64_t options;                              /* accepted: OPTION_ bits */
    int (*run)(const struct arguments *arguments); /* returns the exit code */
    const char *synopsis;                          /* after "discctl " */
    const char *summary;                           /* one line */
    const char *details;                           /* for "discctl VERB --help"; ends with a newline, or is empty */
};

/* All verbs, in the order of the help; an entry with name NULL ends the array. */
extern const struct verb verbs[];

/* Read the command line and run its verb. argv: UTF-8, argv[argc] is NULL; its order is changed. Returns the exit code.
 */
int arguments_run(int argc, char **argv);

/* Print a usage error, and how to get help. Returns EXIT_USAGE. */
int arguments_refuse(const char *verb, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Reads a decimal number from 0 to max. False: anything else, or other characters before or after it. */
bool arguments_number(const char *text, unsigned long max, unsigned long *value);

#endif
