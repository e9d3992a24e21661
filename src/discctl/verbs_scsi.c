/* scsi: sends one command unchanged, through IDiscRecorder2Ex. */
#include "discctl/verbs.h"

#include <stdlib.h>
#include <string.h>

#include "imapi2error.h"
#include "scsi/sense.h"

#include "discctl/files.h"
#include "discctl/hex.h"
#include "discctl/names.h"
#include "discctl/output.h"
#include "discctl/recorders.h"

enum { SENSE_BYTES = 18 }; /* as IDiscRecorder2Ex hands them over */
enum { CDB_MIN = 6, CDB_MAX = 16, DATA_MAX = 1 << 24, TIMEOUT_S = 60, TIMEOUT_S_MAX = 24 * 60 * 60, ROW_BYTES = 16 };

static const char verb[] = "scsi";

struct command {
    struct bytes cdb;
    BYTE *data; /* begins at a page, which meets what any adapter may ask for; NULL without data */
    ULONG data_bytes;
    bool receives;
    ULONG timeout_s;

    /* What came back. */
    BYTE sense[SENSE_BYTES];
    ULONG fetched;
};

static void get_data(struct command *command, const void *bytes, size_t count)
{
    command->data = VirtualAlloc(NULL, count ? count : 1, MEM_RESERVE | MEM_COMMIT, PAGE_READWRITE);
    if (!command->data) {
        output_complain("out of memory");
        exit(EXIT_FAILED);
    }
    if (bytes) memcpy(command->data, bytes, count);
    command->data_bytes = (ULONG)count;
}

static void free_command(struct command *command)
{
    memory_free(command->cdb.data);
    if (command->data) VirtualFree(command->data, 0, MEM_RELEASE);
}

/* The command line. Returns EXIT_DONE, or has complained. */
static int read_command(const struct arguments *arguments, struct command *command)
{
    unsigned long number;
    struct failure failure;
    struct bytes file;
    unsigned line;

    if (!hex_read_commented(arguments->second, strlen(arguments->second), CDB_MAX, &command->cdb, &line) ||
        command->cdb.count < CDB_MIN) {
        return arguments_refuse(verb, "\"%s\" is no command: %d to %d bytes in hexadecimal, such as 120000002400",
                                arguments->second, CDB_MIN, CDB_MAX);
    }
    command->timeout_s = TIMEOUT_S;
    if (arguments->timeout_s) {
        if (!arguments_number(arguments->timeout_s, TIMEOUT_S_MAX, &number) || !number) {
            return arguments_refuse(verb, "--timeout %s: seconds, 1 to %d", arguments->timeout_s, TIMEOUT_S_MAX);
        }
        command->timeout_s = number;
    }
    if (arguments->in_bytes && arguments->out) return arguments_refuse(verb, "--in or --out, not both");
    if (arguments->in_bytes) {
        if (!arguments_number(arguments->in_bytes, DATA_MAX, &number) || !number) {
            return arguments_refuse(verb, "--in %s: a number of bytes, 1 to %d", arguments->in_bytes, DATA_MAX);
        }
        command->receives = true;
        get_data(command, NULL, number);
    }
    if (arguments->out) {
        if (!file_read(arguments->out, DATA_MAX, &file, &failure)) return failure_report(&failure, arguments->json);
        get_data(command, file.data, file.count);
        memory_free(file.data);
    }
    return EXIT_DONE;
}

static HRESULT send_command(IDiscRecorder2Ex *recorder, struct command *command)
{
    ULONG cdb_size = (ULONG)command->cdb.count;
    BYTE *cdb = command->cdb.data;

    if (!command->data) {
        return IDiscRecorder2Ex_SendCommandNoData(recorder, cdb, cdb_size, command->sense, command->timeout_s);
    }
    if (command->receives) {
        return IDiscRecorder2Ex_SendCommandGetDataFromDevice(recorder, cdb, cdb_size, command->sense,
                                                             command->timeout_s, command->data, command->data_bytes,
                                                             &command->fetched);
    }
    return IDiscRecorder2Ex_SendCommandSendDataToDevice(recorder, cdb, cdb_size, command->sense, command->timeout_s,
                                                        command->data, command->data_bytes);
}

static char *hex_text(const BYTE *bytes, size_t count)
{
    char *text = memory_get(2 * count + 1);
    size_t i;

    for (i = 0; i < count; i++) {
        text[2 * i] = "0123456789abcdef"[bytes[i] >> 4];
        text[2 * i + 1] = "0123456789abcdef"[bytes[i] & 0x0F];
    }
    return text;
}

/* Offset, bytes, and the characters that can be printed. */
static void print_rows(const BYTE *bytes, size_t count)
{
    char hex[3 * ROW_BYTES + 1], characters[ROW_BYTES + 1];
    size_t row, i;

    for (row = 0; row < count; row += ROW_BYTES) {
        memset(hex, ' ', sizeof hex);
        hex[sizeof hex - 1] = '\0';
        for (i = 0; i < ROW_BYTES && row + i < count; i++) {
            BYTE byte = bytes[row + i];

            hex[3 * i] = "0123456789abcdef"[byte >> 4];
            hex[3 * i + 1] = "0123456789abcdef"[byte & 0x0F];
            characters[i] = byte >= 0x20 && byte < 0x7F ? (char)byte : '.';
        }
        characters[i] = '\0';
        output_print("%06lx  %s %s\n", (unsigned long)row, hex, characters);
    }
}

/* "2/3A/01: not ready, medium not present, tray closed"; memory_free(). */
static char *sense_text(const struct scsi_sense *sense)
{
    const char *code = scsi_sense_code_text(sense->asc, sense->ascq);

    return memory_printf("%X/%02X/%02X: %s%s%s%s", sense->key, sense->asc, sense->ascq, scsi_sense_key_text(sense->key),
                         code ? ", " : "", code ? code : "", sense->deferred ? " (of an earlier command)" : "");
}

/* How the drive refused: "INQUIRY (12h) ended with sense ..."; memory_free(). */
static char *refusal_text(const struct command *command)
{
    BYTE opcode = command->cdb.data[0];
    struct scsi_sense sense;
    char *words, *text;

    words = scsi_sense_decode(command->sense, SENSE_BYTES, &sense) ? sense_text(&sense)
                                                                   : memory_printf("in a format of the vendor's own");
    text = memory_printf("%s (%02Xh) ended with sense %s", number_name(NUMBER_OPCODE, opcode), opcode, words);
    memory_free(words);
    return text;
}

static void add_bytes(cJSON *object, const char *key, const BYTE *bytes, size_t count)
{
    char *text = hex_text(bytes, count);

    cJSON_AddStringToObject(object, key, text);
    memory_free(text);
}

static cJSON *sense_json(const struct command *command)
{
    cJSON *object = cJSON_CreateObject();
    struct scsi_sense sense;

    if (scsi_sense_decode(command->sense, SENSE_BYTES, &sense)) {
        cJSON_AddNumberToObject(object, "key", sense.key);
        cJSON_AddNumberToObject(object, "asc", sense.asc);
        cJSON_AddNumberToObject(object, "ascq", sense.ascq);
        cJSON_AddBoolToObject(object, "deferred", sense.deferred);
    }
    add_bytes(object, "bytes", command->sense, SENSE_BYTES);
    return object;
}

static int report(const struct command *command, HRESULT hr, bool json)
{
    bool is_refused = hr == S_IMAPI_COMMAND_HAS_SENSE_DATA;
    char *text = is_refused ? refusal_text(command) : memory_printf("The drive has executed the command.");
    cJSON *object;

    if (json) {
        object = failure_json(hr, text);
        cJSON_AddStringToObject(object, "command", number_name(NUMBER_OPCODE, command->cdb.data[0]));
        if (is_refused) cJSON_AddItemToObject(object, "sense", sense_json(command));
        if (command->receives) add_bytes(object, "data", command->data, command->fetched);
        output_json(object);
    } else {
        if (command->receives) print_rows(command->data, command->fetched);
        if (is_refused) {
            output_complain("%s (%s, 0x%08lX)", text, failure_name(hr), (unsigned long)hr);
        } else if (!command->receives) {
            output_print("%s\n", text);
        }
    }
    memory_free(text);
    return is_refused ? EXIT_FAILED : EXIT_DONE;
}

static int run(const struct arguments *arguments, struct command *command)
{
    IDiscRecorder2Ex *extended = NULL;
    IDiscRecorder2 *recorder;
    struct failure failure;
    HRESULT hr;
    int result = read_command(arguments, command);

    if (result != EXIT_DONE) return result;
    if (!recorder_find(arguments->positional, &recorder, &failure)) return failure_report(&failure, arguments->json);
    hr = IDiscRecorder2_QueryInterface(recorder, &IID_IDiscRecorder2Ex, (void **)&extended);
    IDiscRecorder2_Release(recorder);
    if (SUCCEEDED(hr)) hr = send_command(extended, command);
    if (FAILED(hr)) failure = failure_take(hr);
    if (extended) IDiscRecorder2Ex_Release(extended);
    return FAILED(hr) ? failure_report(&failure, arguments->json) : report(command, hr, arguments->json);
}

int verb_scsi(const struct arguments *arguments)
{
    struct command command = {0};
    int result = run(arguments, &command);

    free_command(&command);
    return result;
}
