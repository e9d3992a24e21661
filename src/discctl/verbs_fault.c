/* virtual fault: makes a virtual recorder misbehave. */
#include "discctl/verbs.h"

#include <stdlib.h>
#include <string.h>

#include "virtual/layout.h"
#include "virtual/settings_write.h"

#include "discctl/failure.h"
#include "discctl/files.h"
#include "discctl/hex.h"
#include "discctl/output.h"
#include "discctl/virtual_report.h"

enum { NTH_MAX = 1000000, REPLY_BYTES_MAX = 0x20000, REPLY_FILE_MAX = 1 << 20, DELAY_MS_MAX = 3600000 };

static const char verb[] = "virtual fault";

/* One or more bytes in hexadecimal, with '/' between them, as a number: "05/24/00" is 0x052400. */
static bool read_hex_list(const char *text, size_t count, unsigned long *number)
{
    size_t i;

    *number = 0;
    for (i = 0; i < count; i++) {
        size_t digits = strspn(text, "0123456789ABCDEFabcdef");
        if (digits < 1 || digits > 2) return false;
        *number = *number << 8 | strtoul(text, NULL, 16);
        text += digits;
        if (*text++ != (i + 1 < count ? '/' : '\0')) return false;
    }
    return true;
}

static int read_reply(const struct arguments *arguments, struct bytes *reply)
{
    struct failure failure;
    struct bytes text;
    unsigned line;
    bool good;

    if (!file_read(arguments->reply, REPLY_FILE_MAX, &text, &failure)) return failure_report(&failure, arguments->json);
    good = hex_read_commented((const char *)text.data, text.count, REPLY_BYTES_MAX, reply, &line);
    memory_free(text.data);
    if (good) return EXIT_DONE;
    return virtual_report_text(
        arguments, ERROR_INVALID_DATA,
        memory_printf("%s, line %u: not bytes in hexadecimal, or too many", arguments->reply, line));
}

/* One fault from the options; its reply points into `reply`. Returns EXIT_DONE, or has complained. */
static int read_fault(const struct arguments *arguments, struct sim_fault *fault, struct bytes *reply)
{
    static const uint64_t kinds = OPTION_SENSE | OPTION_REPLY | OPTION_SHORT | OPTION_DELAY | OPTION_GONE | OPTION_HANG;
    uint64_t kind = arguments->given & kinds;
    unsigned long opcode, nth = 0, parameter = 0;
    int result = EXIT_DONE;

    if (!arguments->opcode) return arguments_refuse(verb, "--opcode HH is missing: which command fails?");
    if (!read_hex_list(arguments->opcode, 1, &opcode)) {
        return arguments_refuse(verb, "--opcode %s: an operation code is one byte in hexadecimal, such as 46",
                                arguments->opcode);
    }
    if (arguments->nth && (!arguments_number(arguments->nth, NTH_MAX, &nth) || !nth)) {
        return arguments_refuse(verb, "--nth %s: a number from 1 to %d", arguments->nth, NTH_MAX);
    }
    switch (kind) {
    case OPTION_SENSE:
        fault->kind = SIM_FAULT_SENSE;
        if (!read_hex_list(arguments->sense, 3, &parameter) || parameter > 0x0FFFFF) {
            return arguments_refuse(verb, "--sense %s: key, ASC and ASCQ in hexadecimal, such as 05/24/00",
                                    arguments->sense);
        }
        break;
    case OPTION_SHORT:
        fault->kind = SIM_FAULT_SHORT;
        if (!arguments_number(arguments->short_bytes, REPLY_BYTES_MAX, &parameter)) {
            return arguments_refuse(verb, "--short %s: a number of bytes", arguments->short_bytes);
        }
        break;
    case OPTION_DELAY:
        fault->kind = SIM_FAULT_DELAY;
        if (!arguments_number(arguments->delay_ms, DELAY_MS_MAX, &parameter)) {
            return arguments_refuse(verb, "--delay %s: milliseconds, 0 to %d", arguments->delay_ms, DELAY_MS_MAX);
        }
        break;
    case OPTION_REPLY:
        fault->kind = SIM_FAULT_REPLY;
        result = read_reply(arguments, reply);
        parameter = (unsigned long)reply->count;
        break;
    case OPTION_GONE:
        fault->kind = SIM_FAULT_GONE;
        break;
    case OPTION_HANG:
        fault->kind = SIM_FAULT_HANG;
        break;
    default:
        return arguments_refuse(verb,
                                "give one of --sense, --reply, --short, --delay, --gone, --hang (or --clear alone)");
    }
    if (result != EXIT_DONE) return result;
    fault->opcode = (uint8_t)opcode;
    fault->nth = nth;
    fault->parameter = parameter;
    fault->reply = reply->data;
    fault->reply_count = reply->count;
    return EXIT_DONE;
}

int verb_virtual_fault(const struct arguments *arguments)
{
    bool clear = (arguments->given & OPTION_CLEAR) != 0;
    struct sim_fault fault = {0};
    struct bytes reply = {0};
    DWORD error;
    HKEY key;
    int result;

    if (clear && arguments->given & ~(OPTION_CLEAR | OPTION_MACHINE))
        return arguments_refuse(verb, "--clear stands alone");
    result = clear ? EXIT_DONE : read_fault(arguments, &fault, &reply);
    if (result == EXIT_DONE) result = virtual_open_or_report(arguments, &key);
    if (result != EXIT_DONE) {
        memory_free(reply.data);
        return result;
    }
    error = clear ? virtual_settings_clear_faults(key) : virtual_settings_add_fault(key, &fault);
    RegCloseKey(key);
    memory_free(reply.data);
    if (!error) {
        return failure_report_success(arguments->json, clear ? "%s has no faults now." : "The fault is set on %s.",
                                      arguments->positional);
    }
    if (error == ERROR_TOO_MANY_CMDS) {
        return virtual_report_text(arguments, error,
                                   memory_printf("%s has %d faults already; --clear takes them away",
                                                 arguments->positional, VIRTUAL_FAULTS_MAX));
    }
    return virtual_report_system(arguments, error, "cannot write the settings");
}
