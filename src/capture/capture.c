/* The parts of a captured-drive file that consist of bytes: responses, feature descriptors, mode pages, identity
 * strings.
 */
#include "capture/capture.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/alloc.h"
#include "base/bytes.h"
#include "base/hex.h"
#include "capture/capture_reading.h"
#include "mmc/codes.h"

enum {
    CDB_MIN = 6,
    INQUIRY_STANDARD = 36,
    INQUIRY_MAX = 260, /* additional length 255 */
    FEATURE_HEADER = 8,
    MODE_HEADER_10 = 8,
    STATES_NAMED = 20, /* in a complaint, of all that a file has */
};

/* One element of responses[], decoded. */
struct response {
    struct capture_bytes cdb, data;
    bool whole; /* complete, exact, and with a status that a reply can hold */
    uint8_t status, key, asc, ascq;
    bool derived; /* from a virtual drive's source */
};

/* ---- reading_*: what both files of this folder use ---- */

void reading_complain(struct reading *reading, const char *format, ...)
{
    char line[CAPTURE_COMPLAINT_SIZE];
    va_list arguments;

    if (reading->has_failed) return; /* the first complaint counts */
    reading->has_failed = true;
    va_start(arguments, format);
    vsnprintf(line, sizeof line, format, arguments);
    va_end(arguments);
    text_append(reading->complaint, line);
}

struct reading_quote reading_quote(const char *text)
{
    struct reading_quote quote = {""};
    size_t i;

    for (i = 0; i < sizeof quote.text - 4 && text[i]; i++)
        quote.text[i] = text[i] >= ' ' && text[i] <= '~' ? text[i] : '?';
    if (text[i]) memcpy(quote.text + i, "...", 3);
    return quote;
}

const char *reading_string(const cJSON *object, const char *name)
{
    return cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(object, name));
}

void reading_append(struct reading *reading, struct capture_bytes *list, size_t max, const void *bytes, size_t count)
{
    size_t capacity = list->capacity ? list->capacity : 64;
    uint8_t *more;

    if (!count || reading->has_failed) return;
    if (count > max - list->count) {
        reading_complain(reading, "its lists have more than %u bytes together", (unsigned)max);
        return;
    }
    while (capacity < list->count + count)
        capacity *= 2;
    if (capacity > list->capacity) {
        more = base_alloc(capacity);
        if (!more) {
            reading_complain(reading, "out of memory");
            return;
        }
        if (list->count) memcpy(more, list->bytes, list->count);
        base_free(list->bytes);
        list->bytes = more;
        list->capacity = capacity;
    }
    memcpy(list->bytes + list->count, bytes, count);
    list->count += count;
}

void capture_bytes_free(struct capture_bytes *bytes)
{
    base_free(bytes->bytes);
    memset(bytes, 0, sizeof *bytes);
}

bool reading_hex(struct reading *reading, const char *text, size_t min, size_t max, struct capture_bytes *bytes,
                 const char *format, ...)
{
    char key[80];
    size_t digits = strlen(text), i;
    va_list arguments;

    memset(bytes, 0, sizeof *bytes);
    if (reading->has_failed) return false;
    va_start(arguments, format);
    vsnprintf(key, sizeof key, format, arguments);
    va_end(arguments);
    for (i = 0; i < digits && hex_digit((unsigned char)text[i]) >= 0; i++)
        continue;
    if (i < digits) {
        reading_complain(reading, "%s is not hexadecimal: %s", key, reading_quote(text).text);
    } else if (digits % 2) {
        reading_complain(reading, "%s has %lu digits, which are not pairs", key, (unsigned long)digits);
    } else if (digits / 2 < min || digits / 2 > max) {
        reading_complain(reading, "%s has %lu bytes, not %u to %u", key, (unsigned long)digits / 2, (unsigned)min,
                         (unsigned)max);
    } else if (digits) {
        bytes->bytes = base_alloc(digits / 2);
        if (!bytes->bytes) {
            reading_complain(reading, "out of memory");
            return false;
        }
        bytes->count = bytes->capacity = digits / 2;
        hex_decode(text, bytes->count, bytes->bytes);
    }
    return !reading->has_failed;
}

bool reading_is_exact(const cJSON *item)
{
    const char *evidence = reading_string(item, "evidence");

    return evidence && (strcmp(evidence, "raw") == 0 || strcmp(evidence, "derived-exact") == 0);
}

static bool is_derived(const cJSON *item)
{
    const char *evidence = reading_string(item, "evidence");

    return evidence && strcmp(evidence, "derived-exact") == 0;
}

bool reading_is_subpage(const uint8_t *page)
{
    return (page[0] & 0x40) != 0;
}

size_t reading_page_length(const uint8_t *page, size_t count)
{
    bool has_subpage = count && reading_is_subpage(page);

    if (count < (has_subpage ? 4U : 2U)) return 0;
    return has_subpage ? 4 + (size_t)load_be16(page + 2) : 2 + (size_t)page[1];
}

/* ---- which of several states ---- */

/* "CD-ROM or DVD-ROM" is both. */
static bool media_is(const char *media, const char *state)
{
    const char *end;

    if (strcmp(media, state) == 0) return true;
    for (;; media = end + strlen(" or ")) {
        end = strstr(media, " or ");
        if (!end) return strcmp(media, state) == 0;
        if (strlen(state) == (size_t)(end - media) && strncmp(media, state, strlen(state)) == 0) return true;
    }
}

static bool is_of_state(const struct reading *reading, const cJSON *response)
{
    const char *media = reading_string(response, "media");

    return !media || (reading->state && media_is(media, reading->state));
}

/* The state that was asked for, or the first one that the file has. Complains when it has no such state. */
static void choose_state(struct reading *reading, const char *wanted)
{
    char names[STATES_NAMED * (sizeof(struct reading_quote) + 4)];
    struct text known = text_in(names, sizeof names);
    const cJSON *response;
    const char *media, *last = NULL;
    unsigned named = 0;
    bool found = false;

    cJSON_ArrayForEach(response, cJSON_GetObjectItemCaseSensitive(reading->root, "responses"))
    {
        media = reading_string(response, "media");
        if (!media) continue;
        if (!reading->state) reading->state = media;
        if (wanted && media_is(media, wanted)) found = true;
        if (named == STATES_NAMED || (last && strcmp(last, media) == 0)) continue;
        text_printf(&known, "%s\"%s\"", named ? ", " : "", reading_quote(media).text);
        last = media;
        named++;
    }
    if (wanted) reading->state = wanted;
    if (wanted && !found) {
        reading_complain(reading, "it has no state \"%s\"; %s%s%s", reading_quote(wanted).text,
                         named ? "it has " : "it tells no states apart", names,
                         named == STATES_NAMED ? " and others" : "");
    }
}

/* ---- responses ---- */

/* "05/24/00" */
static bool read_sense(const char *text, struct response *response)
{
    uint8_t key;

    if (strlen(text) != 8 || text[2] != '/' || text[5] != '/') return false;
    if (!hex_decode(text, 1, &key) || key > 0x0F) return false;
    if (!hex_decode(text + 3, 1, &response->asc) || !hex_decode(text + 6, 1, &response->ascq)) return false;
    response->key = key;
    return true;
}

/* A member that is a string; NULL when it is absent or null. Anything else is a complaint. */
static const char *string_member(struct reading *reading, const cJSON *object, int index, const char *name)
{
    const cJSON *member = cJSON_GetObjectItemCaseSensitive(object, name);

    if (!member || cJSON_IsNull(member)) return NULL;
    if (!cJSON_IsString(member)) {
        if (index < 0) reading_complain(reading, "%s is not a string", name);
        if (index >= 0) reading_complain(reading, "responses[%d].%s is not a string", index, name);
    }
    return cJSON_GetStringValue(member);
}

/* Decode one element of responses[]. Damage is a complaint; bytes that are merely not known whole are not. */
static void read_response(struct reading *reading, const cJSON *item, int index, struct response *response)
{
    const char *cdb = string_member(reading, item, index, "cdb"), *hex = string_member(reading, item, index, "hex");
    const char *status = string_member(reading, item, index, "status"),
               *sense = string_member(reading, item, index, "sense");
    bool is_template = hex && strstr(hex, "??"), has_result;

    if (!cJSON_IsObject(item)) reading_complain(reading, "responses[%d] is not an object", index);
    if (cdb && *cdb) reading_hex(reading, cdb, CDB_MIN, SCSI_CDB_MAX, &response->cdb, "responses[%d].cdb", index);
    if (hex && !is_template)
        reading_hex(reading, hex, 0, CAPTURE_DATA_MAX, &response->data, "responses[%d].hex", index);
    if (sense && !read_sense(sense, response)) {
        reading_complain(reading, "responses[%d].sense has %lu characters and is not KEY/ASC/ASCQ, such as 05/24/00",
                         index, (unsigned long)strlen(sense));
    }
    response->derived = is_derived(item);
    has_result = status && strcmp(status, "good") == 0 && hex && !is_template;
    if (status && strcmp(status, "check_condition") == 0) {
        response->status = SCSI_STATUS_CHECK_CONDITION; /* without sense: 0/0/0, which the simulated drive replaces */
        has_result = true;
    }
    response->whole = has_result && response->cdb.count && reading_is_exact(item) &&
                      cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(item, "complete"));
}

/* A captured feature list: the descriptors behind the 8-byte header, as far as they are whole. */
static void take_features(struct reading *reading, const struct capture_bytes *reply)
{
    struct capture *capture = reading->capture;
    size_t usable = reply->count, offset = FEATURE_HEADER, next;
    uint64_t claimed;

    if (reply->count < FEATURE_HEADER || capture->features.count) return;
    claimed = 4 + (uint64_t)load_be32(reply->bytes);
    if (claimed < usable) usable = (size_t)claimed;
    while (offset + CAPTURE_FEATURE_HEAD <= usable) {
        next = offset + CAPTURE_FEATURE_HEAD + reply->bytes[offset + 3];
        if (next > usable) break;
        reading_append(reading, &capture->features, CAPTURE_LIST_MAX, reply->bytes + offset, next - offset);
        offset = next;
    }
    capture->identity.profile = load_be16(reply->bytes + 6);
}

/* The simulated drive has no sub-pages. */
static void append_mode_page(struct reading *reading, const uint8_t *page, size_t count)
{
    if (reading_is_subpage(page)) return;
    reading_append(reading, &reading->capture->mode_pages, CAPTURE_LIST_MAX, page, count);
}

/* The pages of a MODE SENSE(10) reply, as far as they are whole. */
static void take_mode_pages(struct reading *reading, const struct capture_bytes *reply)
{
    size_t usable = reply->count, offset, length;

    if (reply->count < MODE_HEADER_10) return;
    if (2 + (size_t)load_be16(reply->bytes) < usable) usable = 2 + (size_t)load_be16(reply->bytes);
    offset = MODE_HEADER_10 + (size_t)load_be16(reply->bytes + 6);
    while (offset < usable) {
        length = reading_page_length(reply->bytes + offset, usable - offset);
        if (!length || length > usable - offset) break;
        append_mode_page(reading, reply->bytes + offset, length);
        offset += length;
    }
}

/* Some captures hold a mode page alone, without the header that a drive sends in front of it. */
static bool is_bare_mode_page(const struct response *response)
{
    const struct capture_bytes *data = &response->data;

    return response->cdb.bytes[0] == MMC_OPCODE_MODE_SENSE_10 && data->count > 1 &&
           reading_page_length(data->bytes, data->count) == data->count &&
           (data->bytes[0] & 0x3F) == (response->cdb.bytes[2] & 0x3F);
}

/* Takes over the response's data. */
static void take_reply(struct reading *reading, struct response *response)
{
    struct capture *capture = reading->capture;
    size_t index = capture->identity.capture_count, i;
    struct sim_capture *reply = &capture->replies[index];

    if (index == CAPTURE_REPLIES_MAX) {
        reading_complain(reading, "it has more than %d responses in the same state", CAPTURE_REPLIES_MAX);
        return;
    }
    for (i = 0; i < index; i++) {
        if (capture->replies[i].cdb_length == response->cdb.count &&
            memcmp(capture->replies[i].cdb, response->cdb.bytes, response->cdb.count) == 0) {
            reading_complain(reading, "it answers a command with operation code %02Xh twice in the same state",
                             response->cdb.bytes[0]);
            return;
        }
    }
    memcpy(reply->cdb, response->cdb.bytes, response->cdb.count);
    reply->cdb_length = (uint8_t)response->cdb.count;
    reply->status = response->status;
    reply->key = response->key;
    reply->asc = response->asc;
    reply->ascq = response->ascq;
    capture->reply_data[index] = response->data;
    reply->data = response->data.bytes;
    reply->count = response->data.count;
    memset(&response->data, 0, sizeof response->data);
    capture->identity.capture_count++;
}

/* The first 36 bytes of INQUIRY data are an identity even if the rest was not captured. */
static bool is_identity(const cJSON *item, const struct response *response)
{
    return response->cdb.count && response->cdb.bytes[0] == MMC_OPCODE_INQUIRY && !(response->cdb.bytes[1] & 1) &&
           response->status == SCSI_STATUS_GOOD && reading_is_exact(item) && response->data.count >= INQUIRY_STANDARD &&
           response->data.count <= INQUIRY_MAX;
}

/* Current values only. A list of pages that were read one by one is known to be the whole list only for a virtual
 * drive.
 */
static void take_mode_sense(struct reading *reading, const struct response *response)
{
    uint8_t page = response->cdb.bytes[2];

    if (page == MMC_MODE_PAGE_ALL) {
        reading->capture->mode_pages.count = 0;
        take_mode_pages(reading, &response->data);
        reading->has_all_pages = true;
    } else if (page < MMC_MODE_PAGE_ALL && response->derived && !reading->has_all_pages) {
        if (is_bare_mode_page(response)) {
            append_mode_page(reading, response->data.bytes, response->data.count);
        } else {
            take_mode_pages(reading, &response->data);
        }
    }
}

static void take_response(struct reading *reading, const cJSON *item, struct response *response)
{
    struct capture *capture = reading->capture;
    const uint8_t *cdb = response->cdb.bytes;

    if (is_identity(item, response)) {
        if (!capture->inquiry.count)
            reading_append(reading, &capture->inquiry, INQUIRY_MAX, response->data.bytes, response->data.count);
        return;
    }
    if (!response->whole) {
        capture->left_out++;
        return;
    }
    if (response->status == SCSI_STATUS_GOOD) {
        if (cdb[0] == MMC_OPCODE_GET_CONFIGURATION && !(cdb[1] & 3) && !cdb[2] && !cdb[3])
            take_features(reading, &response->data);
        if (cdb[0] == MMC_OPCODE_MODE_SENSE_10) take_mode_sense(reading, response);
    }
    if (!is_bare_mode_page(response)) take_reply(reading, response);
}

static void read_responses(struct reading *reading)
{
    const cJSON *item, *responses = cJSON_GetObjectItemCaseSensitive(reading->root, "responses");
    int index = 0;

    if (responses && !cJSON_IsArray(responses)) {
        reading_complain(reading, "responses is not an array");
        return;
    }
    cJSON_ArrayForEach(item, responses)
    {
        struct response response = {0};

        read_response(reading, item, index++, &response);
        if (!reading->has_failed && is_of_state(reading, item)) take_response(reading, item, &response);
        capture_bytes_free(&response.cdb);
        capture_bytes_free(&response.data);
        if (reading->has_failed) return;
    }
}

/* Commands that a drive is said not to know: refused whatever their parameters, with the sense that SPC has for that.
 */
static void read_refused_commands(struct reading *reading)
{
    static const struct {
        const char *name;
        uint8_t opcode;
    } commands[] = {{"get_configuration", MMC_OPCODE_GET_CONFIGURATION},
                    {"read_disc_information", MMC_OPCODE_READ_DISC_INFORMATION}};
    const cJSON *decoded = cJSON_GetObjectItemCaseSensitive(reading->root, "decoded");
    struct response response = {.status = SCSI_STATUS_CHECK_CONDITION, .key = 0x05, .asc = 0x20};
    uint8_t opcode;
    size_t i;

    response.cdb.bytes = &opcode;
    response.cdb.count = 1;
    for (i = 0; i < sizeof commands / sizeof *commands; i++) {
        const char *text = reading_string(decoded, commands[i].name);

        if (!text || strncmp(text, "fails", strlen("fails")) != 0) continue;
        opcode = commands[i].opcode;
        take_reply(reading, &response);
    }
}

/* ---- parts that stand alone ---- */

static bool code_is(const char *text, size_t digits, unsigned code)
{
    uint8_t bytes[2] = {0};

    if (strlen(text) != digits || !hex_decode(text, digits / 2, bytes)) return false;
    return (digits == 4 ? load_be16(bytes) : bytes[0]) == code;
}

/* A descriptor whose first bytes alone are known ends with its last whole element of 4 bytes. */
static void cut_descriptor(struct capture_bytes *descriptor)
{
    if (descriptor->count < CAPTURE_FEATURE_HEAD ||
        descriptor->count >= CAPTURE_FEATURE_HEAD + (size_t)descriptor->bytes[3])
        return;
    descriptor->count -= descriptor->count % 4;
    descriptor->bytes[3] = (uint8_t)(descriptor->count - CAPTURE_FEATURE_HEAD);
}

/* The current profile, from the profile list (feature 0000h): the first entry whose CurrentP bit is set; 0 without one.
 */
static uint16_t current_profile(const struct capture_bytes *list)
{
    size_t i;

    for (i = CAPTURE_FEATURE_HEAD; i + 4 <= list->count; i += 4) {
        if (list->bytes[i + 2] & 1) return load_be16(list->bytes + i);
    }
    return 0;
}

static void take_descriptor(struct reading *reading, const char *code, const struct capture_bytes *bytes)
{
    struct capture *capture = reading->capture;
    size_t wanted =
        bytes->count < CAPTURE_FEATURE_HEAD ? CAPTURE_FEATURE_HEAD : CAPTURE_FEATURE_HEAD + (size_t)bytes->bytes[3];

    if (bytes->count != wanted) {
        reading_complain(reading, "feature_descriptors.%s has %lu bytes, and its descriptor %lu; is it truncated?",
                         reading_quote(code).text, (unsigned long)bytes->count, (unsigned long)wanted);
    } else if (!code_is(code, 4, load_be16(bytes->bytes))) {
        reading_complain(reading, "feature_descriptors.%s is the descriptor of feature %04X", reading_quote(code).text,
                         load_be16(bytes->bytes));
    } else {
        reading_append(reading, &capture->features, CAPTURE_LIST_MAX, bytes->bytes, bytes->count);
        if (load_be16(bytes->bytes) == MMC_FEATURE_PROFILE_LIST) capture->identity.profile = current_profile(bytes);
    }
}

static void read_feature_descriptors(struct reading *reading)
{
    const cJSON *item, *all = cJSON_GetObjectItemCaseSensitive(reading->root, "feature_descriptors");
    struct capture_bytes bytes;

    if (all && !cJSON_IsNull(all) && !cJSON_IsObject(all)) {
        reading_complain(reading, "feature_descriptors is not an object");
        return;
    }
    if (reading->capture->features.count) return; /* a whole captured list is better */
    cJSON_ArrayForEach(item, all)
    {
        const char *hex = reading_string(item, "hex");
        bool is_truncated = cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(item, "truncated"));

        if (!hex || !(reading_is_exact(item) || is_truncated)) continue;
        if (reading_hex(reading, hex, 0, CAPTURE_DATA_MAX, &bytes, "feature_descriptors.%s.hex",
                        reading_quote(item->string).text)) {
            if (is_truncated) cut_descriptor(&bytes);
            take_descriptor(reading, item->string, &bytes);
        }
        capture_bytes_free(&bytes);
        if (reading->has_failed) return;
    }
}

/* Pages that stand alone are the whole list only if they come from a virtual drive's source; others are facts, which
 * capture_facts.c uses.
 */
static void read_mode_pages(struct reading *reading)
{
    const cJSON *item, *all = cJSON_GetObjectItemCaseSensitive(reading->root, "mode_pages");
    bool known = reading->capture->mode_pages.count != 0;
    struct capture_bytes bytes;
    size_t wanted;

    if (all && !cJSON_IsNull(all) && !cJSON_IsObject(all)) {
        reading_complain(reading, "mode_pages is not an object");
        return;
    }
    cJSON_ArrayForEach(item, all)
    {
        const char *hex = reading_string(item, "hex");
        struct reading_quote code = reading_quote(item->string);

        if (!hex || !reading_is_exact(item)) continue;
        if (reading_hex(reading, hex, 2, CAPTURE_DATA_MAX, &bytes, "mode_pages.%s.hex", code.text)) {
            wanted = reading_page_length(bytes.bytes, bytes.count);
            if (wanted != bytes.count) {
                reading_complain(reading, "mode_pages.%s has %lu bytes, and its page %lu", code.text,
                                 (unsigned long)bytes.count, (unsigned long)wanted);
            } else if (!code_is(item->string, 2, bytes.bytes[0] & 0x3F)) {
                reading_complain(reading, "mode_pages.%s is page %02X", code.text, bytes.bytes[0] & 0x3F);
            } else if (!known && is_derived(item)) {
                append_mode_page(reading, bytes.bytes, bytes.count);
            }
        }
        capture_bytes_free(&bytes);
        if (reading->has_failed) return;
    }
}

/* INQUIRY data of 36 bytes around the identity strings (SPC-3, standard INQUIRY data): a removable CD/DVD device. */
static void inquiry_from_strings(struct reading *reading)
{
    static const struct {
        const char *name;
        size_t offset, width;
    } fields[] = {{"vendor", 8, 8}, {"product", 16, 16}, {"revision", 32, 4}};
    uint8_t inquiry[INQUIRY_STANDARD] = {0x05, 0x80, 0x00, 0x02, INQUIRY_STANDARD - 5};
    bool known = false;
    size_t i, length, c;

    memset(inquiry + 8, ' ', sizeof inquiry - 8);
    for (i = 0; i < sizeof fields / sizeof *fields; i++) {
        const char *text = string_member(reading, reading->root, -1, fields[i].name);
        if (!text || strcmp(text, "unknown") == 0) continue;
        length = strlen(text);
        if (length > fields[i].width) {
            reading_complain(reading, "%s has %lu characters, and INQUIRY data has %lu for it", fields[i].name,
                             (unsigned long)length, (unsigned long)fields[i].width);
            return;
        }
        for (c = 0; c < length; c++) {
            if (text[c] < ' ' || text[c] > '~')
                reading_complain(reading, "%s has a character that is not ASCII", fields[i].name);
        }
        memcpy(inquiry + fields[i].offset, text, length);
        known = true;
    }
    if (known && !reading->capture->inquiry.count)
        reading_append(reading, &reading->capture->inquiry, INQUIRY_MAX, inquiry, sizeof inquiry);
}

/* ---- the file ---- */

static void read_root(struct reading *reading, const char *state)
{
    const cJSON *schema = cJSON_GetObjectItemCaseSensitive(reading->root, "schema");

    if (!cJSON_IsObject(reading->root) || !cJSON_IsNumber(schema) || schema->valuedouble != 1) {
        reading_complain(reading, "it is not a captured drive: \"schema\": 1 is missing");
        return;
    }
    choose_state(reading, state);
    if (!reading->has_failed) read_responses(reading);
    if (!reading->has_failed) read_refused_commands(reading);
    if (!reading->has_failed) read_feature_descriptors(reading);
    if (!reading->has_failed) read_mode_pages(reading);
    if (!reading->has_failed) reading_take_facts(reading);
    if (!reading->has_failed) inquiry_from_strings(reading);
}

/* cJSON says where it stopped; people count lines. */
static void complain_damaged(struct text *complaint, const char *json, const char *stopped)
{
    unsigned line = 1;

    for (; stopped && json < stopped; json++)
        line += *json == '\n';
    text_printf(complaint, "it is not JSON: line %u cannot be read", line);
}

static void point_identity(struct capture *capture)
{
    struct sim_identity *identity = &capture->identity;

    identity->inquiry = capture->inquiry.bytes;
    identity->inquiry_count = capture->inquiry.count;
    identity->features = capture->features.bytes;
    identity->features_count = capture->features.count;
    identity->mode_pages = capture->mode_pages.bytes;
    identity->mode_pages_count = capture->mode_pages.count;
    identity->captures = capture->replies;
}

bool capture_read(const char *json, size_t length, const char *state, struct capture **capture, struct text *complaint)
{
    struct reading reading = {.complaint = complaint};
    const char *end = NULL;
    cJSON *root;

    *capture = NULL;
    root = cJSON_ParseWithLengthOpts(json, length, &end, 0);
    while (root && end < json + length && *end && strchr(" \t\r\n", *end))
        end++;
    if (!root || end != json + length) {
        cJSON_Delete(root);
        complain_damaged(complaint, json, end);
        return false;
    }
    reading.root = root;
    reading.capture = base_alloc(sizeof *reading.capture);
    if (reading.capture) {
        read_root(&reading, state);
    } else {
        reading_complain(&reading, "out of memory");
    }
    cJSON_Delete(root);
    if (reading.has_failed) {
        capture_free(reading.capture);
        return false;
    }
    point_identity(reading.capture);
    *capture = reading.capture;
    return true;
}

void capture_free(struct capture *capture)
{
    size_t i;

    if (!capture) return;
    for (i = 0; i < capture->identity.capture_count; i++)
        capture_bytes_free(&capture->reply_data[i]);
    capture_bytes_free(&capture->inquiry);
    capture_bytes_free(&capture->features);
    capture_bytes_free(&capture->mode_pages);
    base_free(capture);
}
