/* Parses the command line with getopt_long and reports its errors. */
#include "discctl/arguments.h"

#include <getopt.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "discctl/memory.h"
#include "discctl/output.h"

#define VERSION_TEXT "discctl " OPENIMAPI2_VERSION " (OpenIMAPI2)\n"

/* getopt knows an option by an int. These are of every verb, or of none; the others are numbered by their bit, behind
 * all characters.
 */
enum { OPTION_JSON = 'j', OPTION_HELP = 'h', OPTION_VERSION = 'v', FIRST_NUMBER = 256 };

#define NUMBER(bit) (FIRST_NUMBER + __builtin_ctzll(bit))

/* clang-format off */
static const struct option options[] = {
    {"json",    no_argument,       NULL, OPTION_JSON},
    {"help",    no_argument,       NULL, OPTION_HELP},
    {"version", no_argument,       NULL, OPTION_VERSION},
    {"client",  required_argument, NULL, NUMBER(OPTION_CLIENT)},
    {"force",   no_argument,       NULL, NUMBER(OPTION_FORCE)},
    {"drive",   required_argument, NULL, NUMBER(OPTION_DRIVE)},
    {"state",   required_argument, NULL, NUMBER(OPTION_STATE)},
    {"media",   required_argument, NULL, NUMBER(OPTION_MEDIA)},
    {"image",   required_argument, NULL, NUMBER(OPTION_IMAGE)},
    {"blocks",  required_argument, NULL, NUMBER(OPTION_BLOCKS)},
    {"protected", no_argument,     NULL, NUMBER(OPTION_PROTECTED)},
    {"busy",    required_argument, NULL, NUMBER(OPTION_BUSY)},
    {"time",    required_argument, NULL, NUMBER(OPTION_TIME)},
    {"empty",   no_argument,       NULL, NUMBER(OPTION_EMPTY)},
    {"none",    no_argument,       NULL, NUMBER(OPTION_EMPTY)},
    {"opcode",  required_argument, NULL, NUMBER(OPTION_OPCODE)},
    {"nth",     required_argument, NULL, NUMBER(OPTION_NTH)},
    {"sense",   required_argument, NULL, NUMBER(OPTION_SENSE)},
    {"reply",   required_argument, NULL, NUMBER(OPTION_REPLY)},
    {"short",   required_argument, NULL, NUMBER(OPTION_SHORT)},
    {"delay",   required_argument, NULL, NUMBER(OPTION_DELAY)},
    {"gone",    no_argument,       NULL, NUMBER(OPTION_GONE)},
    {"hang",    no_argument,       NULL, NUMBER(OPTION_HANG)},
    {"clear",   no_argument,       NULL, NUMBER(OPTION_CLEAR)},
    {"in",      required_argument, NULL, NUMBER(OPTION_IN)},
    {"out",     required_argument, NULL, NUMBER(OPTION_OUT)},
    {"timeout", required_argument, NULL, NUMBER(OPTION_TIMEOUT)},
    {"for",     required_argument, NULL, NUMBER(OPTION_FOR)},
    {"count",   required_argument, NULL, NUMBER(OPTION_COUNT)},
    {"machine", no_argument,       NULL, NUMBER(OPTION_MACHINE)},
    {"verify",  required_argument, NULL, NUMBER(OPTION_VERIFY)},
    {"speed",   required_argument, NULL, NUMBER(OPTION_SPEED)},
    {"close",   no_argument,       NULL, NUMBER(OPTION_CLOSE)},
    {"keep-open", no_argument,     NULL, NUMBER(OPTION_KEEP_OPEN)},
    {"overwrite", no_argument,     NULL, NUMBER(OPTION_OVERWRITE)},
    {"dry-run", no_argument,       NULL, NUMBER(OPTION_DRY_RUN)},
    {"test-write", no_argument,    NULL, NUMBER(OPTION_TEST_WRITE)},
    {"full",    no_argument,       NULL, NUMBER(OPTION_FULL)},
    {"fs",      required_argument, NULL, NUMBER(OPTION_FS)},
    {"udf",     required_argument, NULL, NUMBER(OPTION_UDF)},
    {"label",   required_argument, NULL, NUMBER(OPTION_LABEL)},
    {"boot",    required_argument, NULL, NUMBER(OPTION_BOOT)},
    {"emulation", required_argument, NULL, NUMBER(OPTION_EMULATION)},
    {"efi",     required_argument, NULL, NUMBER(OPTION_EFI)},
    {"no-mirror", no_argument,     NULL, NUMBER(OPTION_NO_MIRROR)},
    {"strict",  no_argument,       NULL, NUMBER(OPTION_STRICT)},
    {"new",     no_argument,       NULL, NUMBER(OPTION_NEW)},
    {"append",  no_argument,       NULL, NUMBER(OPTION_APPEND)},
    {"gapless", no_argument,       NULL, NUMBER(OPTION_GAPLESS)},
    {"raw",     no_argument,       NULL, NUMBER(OPTION_RAW)},
    {"tao",     no_argument,       NULL, NUMBER(OPTION_TAO)},
    {"isrc",    required_argument, NULL, NUMBER(OPTION_ISRC)},
    {"mcn",     required_argument, NULL, NUMBER(OPTION_MCN)},
    {"text",    required_argument, NULL, NUMBER(OPTION_TEXT)},
    {"report",  required_argument, NULL, NUMBER(OPTION_REPORT)},
    {"html",    required_argument, NULL, NUMBER(OPTION_HTML)},
    {NULL,      0,                 NULL, 0},
};
/* clang-format on */

int arguments_refuse(const char *verb, const char *format, ...)
{
    va_list arguments;
    char *text;

    va_start(arguments, format);
    text = memory_vprintf(format, arguments);
    va_end(arguments);
    output_complain("%s%s%s; see discctl %s%s--help", verb, *verb ? ": " : "", text, verb, *verb ? " " : "");
    memory_free(text);
    return EXIT_USAGE;
}

bool arguments_number(const char *text, unsigned long max, unsigned long *value)
{
    unsigned long long number = 0;

    if (!*text) return false;
    for (; *text; text++) {
        if (*text < '0' || *text > '9') return false;
        number = number * 10 + (unsigned long long)(*text - '0');
        if (number > max) return false;
    }
    *value = (unsigned long)number;
    return true;
}

/* The verb that the first words name, and how many words that took. "virtual" alone names none. */
static const struct verb *find_verb(int argc, char **argv, int *words)
{
    const struct verb *verb;

    for (verb = verbs; verb->name; verb++) {
        const char *second = strchr(verb->name, ' ');
        size_t first = second ? (size_t)(second - verb->name) : strlen(verb->name);

        if (argc < 2 || strlen(argv[1]) != first || strncmp(argv[1], verb->name, first) != 0) continue;
        *words = second ? 2 : 1;
        if (!second || (argc > 2 && strcmp(argv[2], second + 1) == 0)) return verb;
    }
    return NULL;
}

static void help_all(void)
{
    const struct verb *verb;

    output_print("Lists, inspects and drives CD, DVD and Blu-ray recorders through IMAPI2.\n\n");
    for (verb = verbs; verb->name; verb++)
        output_print("  discctl %s\n      %s\n", verb->synopsis, verb->summary);
    output_print("\nDRIVE is the index or the ID that \"discctl list\" shows, a drive letter (D:), or a virtual "
                 "recorder's name.\n"
                 "Every verb takes --json (print JSON) and --help (say more).\n"
                 "Exit code: 0 done, 1 the operation failed (standard error says why), 2 wrong usage.\n");
}

static void help_verb(const struct verb *verb)
{
    output_print("discctl %s\n\n%s.\n", verb->synopsis, verb->summary);
    if (*verb->details) output_print("\n%s", verb->details);
}

static void keep(struct arguments *arguments, uint64_t bit, const char *value)
{
    switch (bit) {
    case OPTION_CLIENT:
        arguments->client = value;
        break;
    case OPTION_DRIVE:
        arguments->drive = value;
        break;
    case OPTION_STATE:
        arguments->state = value;
        break;
    case OPTION_MEDIA:
        arguments->media = value;
        break;
    case OPTION_IMAGE:
        arguments->image = value;
        break;
    case OPTION_BLOCKS:
        arguments->blocks = value;
        break;
    case OPTION_BUSY:
        arguments->busy = value;
        break;
    case OPTION_TIME:
        arguments->time = value;
        break;
    case OPTION_OPCODE:
        arguments->opcode = value;
        break;
    case OPTION_NTH:
        arguments->nth = value;
        break;
    case OPTION_SENSE:
        arguments->sense = value;
        break;
    case OPTION_REPLY:
        arguments->reply = value;
        break;
    case OPTION_SHORT:
        arguments->short_bytes = value;
        break;
    case OPTION_DELAY:
        arguments->delay_ms = value;
        break;
    case OPTION_IN:
        arguments->in_bytes = value;
        break;
    case OPTION_OUT:
        arguments->out = value;
        break;
    case OPTION_TIMEOUT:
        arguments->timeout_s = value;
        break;
    case OPTION_FOR:
        arguments->for_seconds = value;
        break;
    case OPTION_COUNT:
        arguments->count = value;
        break;
    case OPTION_VERIFY:
        arguments->verify = value;
        break;
    case OPTION_SPEED:
        arguments->speed = value;
        break;
    case OPTION_FS:
        arguments->fs = value;
        break;
    case OPTION_UDF:
        arguments->udf = value;
        break;
    case OPTION_LABEL:
        arguments->label = value;
        break;
    case OPTION_BOOT:
        arguments->boot = value;
        break;
    case OPTION_EMULATION:
        arguments->emulation = value;
        break;
    case OPTION_EFI:
        arguments->efi = value;
        break;
    case OPTION_ISRC:
        arguments->isrc = value;
        break;
    case OPTION_MCN:
        arguments->mcn = value;
        break;
    case OPTION_TEXT:
        arguments->text = value;
        break;
    case OPTION_REPORT:
        arguments->report = value;
        break;
    case OPTION_HTML:
        arguments->html = value;
        break;
    default:
        break; /* options without a value: their bit in `given` is all */
    }
}

/* Split off "-- COMMAND...", so that getopt never sees the command's own options. */
static char **take_command(int *argc, char **argv)
{
    int i;

    for (i = 1; i < *argc; i++) {
        if (strcmp(argv[i], "--") != 0) continue;
        *argc = i;
        argv[i] = NULL;
        return argv + i + 1;
    }
    return NULL;
}

/* Take "-2147221164" out, which getopt would read as options; the caller puts it behind what getopt leaves. NULL: there
 * is none. Only for a verb without options that have a value, which it might be.
 */
static char *take_number(int *argc, char **argv)
{
    char *number;
    int i;

    for (i = 1; i < *argc && strcmp(argv[i], "--") != 0; i++) {
        if (argv[i][0] != '-' || !argv[i][1] || argv[i][1 + strspn(argv[i] + 1, "0123456789")]) continue;
        number = argv[i];
        memmove(argv + i, argv + i + 1, (size_t)(*argc - i) * sizeof *argv); /* with the NULL at the end */
        --*argc;
        return number;
    }
    return NULL;
}

/* The wrong letter of a group such as "-xy" is its first: no option of ours has a name of one letter. */
static int refuse_unknown(const struct verb *verb, char **argv)
{
    const char *word = argv[optind - 1], *end;

    if (!optopt) return arguments_refuse(verb->name, "there is no option %s", word);
    if (optopt != (unsigned char)optopt || optopt >= 0x80) { /* the first byte of several */
        word = argv[optind];
        for (end = word + 2; ((unsigned char)*end & 0xC0) == 0x80; end++)
            continue;
        return arguments_refuse(verb->name, "there is no option %.*s", (int)(end - word), word);
    }
    return arguments_refuse(verb->name, "there is no option -%c", optopt);
}

/* getopt says so of an option whose value is missing, and of one that has a value and takes none. */
static int refuse_value(const struct verb *verb, char **argv)
{
    const char *word = argv[optind - 1], *value = strchr(word, '=');

    if (value) return arguments_refuse(verb->name, "%.*s takes no value", (int)(value - word), word);
    return arguments_refuse(verb->name, "%s needs a value", word);
}

static int run_verb(const struct verb *verb, int argc, char **argv)
{
    struct arguments arguments = {0};
    char *number = NULL;
    int option, index;
    uint64_t bit;

    if (verb->options & OPTION_COMMAND) arguments.command = take_command(&argc, argv);
    if (verb->options & OPTION_NEGATIVE) number = take_number(&argc, argv);
    opterr = 0;
    while ((option = getopt_long(argc, argv, ":", options, &index)) != -1) {
        if (option == ':') return refuse_value(verb, argv);
        if (option == '?') return refuse_unknown(verb, argv);
        if (option == OPTION_HELP) {
            help_verb(verb);
            return EXIT_DONE;
        }
        if (option == OPTION_JSON) {
            arguments.json = true;
            continue;
        }
        bit = option >= FIRST_NUMBER ? UINT64_C(1) << (option - FIRST_NUMBER) : 0;
        if (!(verb->options & bit)) {
            return arguments_refuse(verb->name, "--%s does not belong to this verb", options[index].name);
        }
        if (arguments.given & bit) {
            return arguments_refuse(verb->name, "--%s was given twice", options[index].name);
        }
        arguments.given |= bit;
        keep(&arguments, bit, optarg);
    }
    if (number) {
        argv[argc++] = number;
        argv[argc] = NULL;
    }
    if (verb->positional && (optind < argc || verb->positional[0] != '[')) {
        size_t first_length = strcspn(verb->positional, " .");
        const char *rest = verb->positional + first_length;
        const char *dots = strchr(rest, '.');

        if (optind == argc) return arguments_refuse(verb->name, "%.*s is missing", (int)first_length, verb->positional);
        arguments.sources = argv + optind;
        arguments.positional = argv[optind++];
        if (*rest == ' ' && optind == argc)
            return arguments_refuse(verb->name, "%.*s is missing", (int)strcspn(rest + 1, "."), rest + 1);
        if (*rest == ' ' && dots) arguments.sources = argv + optind;
        if (*rest == ' ' && !dots) arguments.second = argv[optind++];
        if (dots) optind = argc;
    }
    if (optind < argc) return arguments_refuse(verb->name, "there is no place for the argument \"%s\"", argv[optind]);
    return verb->run(&arguments);
}

int arguments_run(int argc, char **argv)
{
    const struct verb *verb;
    int words = 0;

    verb = find_verb(argc, argv, &words);
    if (verb) return run_verb(verb, argc - words, argv + words);
    if (argc < 2) {
        help_all();
        return EXIT_USAGE;
    }
    if (strcmp(argv[1], "--help") == 0 || (words && argc > 2 && strcmp(argv[2], "--help") == 0)) {
        help_all();
        return EXIT_DONE;
    }
    if (strcmp(argv[1], "--version") == 0) {
        output_print(VERSION_TEXT);
        return EXIT_DONE;
    }
    if (words && argc < 3)
        return arguments_refuse("", "%s needs a second word: add, insert, remove, list or fault", argv[1]);
    return arguments_refuse("", "there is no verb \"%s%s%s\"", argv[1], words ? " " : "", words ? argv[2] : "");
}
