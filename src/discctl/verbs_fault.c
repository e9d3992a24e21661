/* virtual fault: let a virtual recorder misbehave. */
#include "discctl/verbs.h"

#include <stdlib.h>
#include <string.h>

#include "sim/sim_fault.h"
#include "virtual/layout.h"

#include "discctl/failure.h"
#include "discctl/files.h"
#include "discctl/hex.h"
#include "discctl/output.h"
#include "discctl/virtual_report.h"
#include "discctl/virtual_settings.h"

enum { NTH_MAX = 1000000, REPLY_BYTES_MAX = 0x20000, REPLY_FILE_MAX = 1 << 20, DELAY_MS_MAX = 3600000 };

static const char verb[] = "virtual fault";

static void put_u32(uint8_t *bytes, unsigned long number)
{
    int i;

    for (i = 0; i < 4; i++)
        bytes[i] = (uint8_t)(number >> (8 * i));
}

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
    free(text.data);
    if (good) return EXIT_DONE;
    return virtual_report_text(
        arguments, ERROR_INVALID_DATA,
        memory_printf("%s, line %u: not bytes in hexadecimal, or too many", arguments->reply, line));
}

/* The bytes of one fault from the options. Returns EXIT_DONE, or has complained. */
static int read_fault(const struct arguments *arguments, struct bytes *fault)
{
    static const unsigned kinds = OPTION_SENSE | OPTION_REPLY | OPTION_SHORT | OPTION_DELAY | OPTION_GONE | OPTION_HANG;
    unsigned kind = arguments->given & kinds;
    uint8_t head[VIRTUAL_FAULT_REPLY] = {0};
    unsigned long opcode, nth = 0, parameter = 0;
    struct bytes reply = {0};
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
        head[VIRTUAL_FAULT_KIND] = SIM_FAULT_SENSE;
        if (!read_hex_list(arguments->sense, 3, &parameter) || parameter > 0x0FFFFF) {
            return arguments_refuse(verb, "--sense %s: key, ASC and ASCQ in hexadecimal, such as 05/24/00",
                                    arguments->sense);
        }
        break;
    case OPTION_SHORT:
        head[VIRTUAL_FAULT_KIND] = SIM_FAULT_SHORT;
        if (!arguments_number(arguments->short_bytes, REPLY_BYTES_MAX, &parameter)) {
            return arguments_refuse(verb, "--short %s: a number of bytes", arguments->short_bytes);
        }
        break;
    case OPTION_DELAY:
        head[VIRTUAL_FAULT_KIND] = SIM_FAULT_DELAY;
        if (!arguments_number(arguments->delay_ms, DELAY_MS_MAX, &parameter)) {
            return arguments_refuse(verb, "--delay %s: milliseconds, 0 to %d", arguments->delay_ms, DELAY_MS_MAX);
        }
        break;
    case OPTION_REPLY:
        head[VIRTUAL_FAULT_KIND] = SIM_FAULT_REPLY;
        result = read_reply(arguments, &reply);
        parameter = (unsigned long)reply.count;
        break;
    case OPTION_GONE:
        head[VIRTUAL_FAULT_KIND] = SIM_FAULT_GONE;
        break;
    case OPTION_HANG:
        head[VIRTUAL_FAULT_KIND] = SIM_FAULT_HANG;
        break;
    default:
        return arguments_refuse(verb,
                                "give one of --sense, --reply, --short, --delay, --gone, --hang (or --clear alone)");
    }
    if (result != EXIT_DONE) return result;
    head[VIRTUAL_FAULT_OPCODE] = (uint8_t)opcode;
    put_u32(head + VIRTUAL_FAULT_NTH, nth);
    put_u32(head + VIRTUAL_FAULT_PARAMETER, parameter);
    bytes_append(fault, head, sizeof head);
    bytes_append(fault, reply.data, reply.count);
    free(reply.data);
    return EXIT_DONE;
}

/* Add the fault behind those that are set. ERROR_TOO_MANY_CMDS: no more than VIRTUAL_FAULTS_MAX. */
static LSTATUS add_fault(HKEY key, const struct bytes *fault)
{
    wchar_t value[2] = {0};
    LSTATUS status;
    DWORD count;
    HKEY faults;

    count = settings_count_values(key, VIRTUAL_SUBKEY_FAULTS);
    if (count >= VIRTUAL_FAULTS_MAX) return ERROR_TOO_MANY_CMDS;
    value[0] = L"0123456789ABCDEF"[count];
    status = RegCreateKeyExW(key, VIRTUAL_SUBKEY_FAULTS, 0, NULL, 0, KEY_WRITE | KEY_WOW64_64KEY, NULL, &faults, NULL);
    if (status != ERROR_SUCCESS) return status;
    status = settings_set_bytes(faults, value, fault->data, fault->count);
    RegCloseKey(faults);
    return status;
}

int verb_virtual_fault(const struct arguments *arguments)
{
    bool clear = (arguments->given & OPTION_CLEAR) != 0;
    struct bytes fault = {0};
    LSTATUS status;
    HKEY key;
    int result;

    if (clear && arguments->given != OPTION_CLEAR) return arguments_refuse(verb, "--clear stands alone");
    result = clear ? EXIT_DONE : read_fault(arguments, &fault);
    if (result == EXIT_DONE) result = virtual_open_or_report(arguments, &key);
    if (result != EXIT_DONE) {
        free(fault.data);
        return result;
    }
    if (clear) {
        status = RegDeleteKeyW(key, VIRTUAL_SUBKEY_FAULTS);
        if (status == ERROR_FILE_NOT_FOUND) status = ERROR_SUCCESS;
    } else {
        status = add_fault(key, &fault);
    }
    if (status == ERROR_SUCCESS) status = settings_count_up(key, VIRTUAL_VALUE_FAULT_SERIAL);
    RegCloseKey(key);
    free(fault.data);
    if (status == ERROR_SUCCESS) {
        return failure_report_success(arguments->json, clear ? "%s has no faults now." : "The fault is set on %s.",
                                      arguments->positional);
    }
    if (status == ERROR_TOO_MANY_CMDS) {
        return virtual_report_text(arguments, (DWORD)status,
                                   memory_printf("%s has %d faults already; --clear takes them away",
                                                 arguments->positional, VIRTUAL_FAULTS_MAX));
    }
    return virtual_report_system(arguments, (DWORD)status, "cannot write the settings");
}
