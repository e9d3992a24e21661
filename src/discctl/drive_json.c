#include "discctl/drive_json.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cjson/cJSON.h>

#include "virtual/layout.h"

#include "discctl/hex.h"

enum {
    DATA_MAX = 0x10000, /* the longest reply that a 16-bit allocation length can ask for */
    INQUIRY_STANDARD = 36,
    INQUIRY_MAX = 260, /* additional length 255 */
    FEATURE_HEADER = 8,
    FEATURE_DESCRIPTOR = 4,
    MODE_HEADER_10 = 8,
    OPCODE_INQUIRY = 0x12,
    OPCODE_GET_CONFIGURATION = 0x46,
    OPCODE_MODE_SENSE_10 = 0x5A,
    MODE_PAGE_ALL = 0x3F,
    STATUS_CHECK_CONDITION = 0x02,
    STATES_NAMED = 20, /* in a complaint, of all that a file has */
};

/* A reading under way: the first complaint ends it. */
struct reading {
    struct drive_identity *identity;
    const cJSON *root;
    const char *state;  /* NULL: responses that name no medium */
    bool has_all_pages; /* mode_pages holds the reply with all of them */
    char *complaint;
};

/* One element of responses[], decoded. */
struct response {
    struct bytes cdb, data;
    bool whole; /* complete, exact, and with a status that a reply can hold */
    uint8_t status, key, asc, ascq;
    bool derived; /* from a virtual drive's source */
};

static void complain(struct reading *reading, const char *format, ...) __attribute__((format(printf, 2, 3)));

static void complain(struct reading *reading, const char *format, ...)
{
    va_list arguments;

    if (reading->complaint) return;
    va_start(arguments, format);
    reading->complaint = memory_vprintf(format, arguments);
    va_end(arguments);
}

static unsigned big_endian_16(const uint8_t *bytes)
{
    return (unsigned)bytes[0] << 8 | bytes[1];
}

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* A member that is a string; NULL when it is absent or null. Anything else is a complaint. */
static const char *string_member(struct reading *reading, const cJSON *object, const char *where, const char *name)
{
    const cJSON *member = cJSON_GetObjectItemCaseSensitive(object, name);

    if (!member || cJSON_IsNull(member)) return NULL;
    if (!cJSON_IsString(member)) complain(reading, "%s%s is not a string", where, name);
    return cJSON_GetStringValue(member);
}

/* The bytes are known to the last bit. */
static bool is_exact(const cJSON *item)
{
    const char *evidence = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(item, "evidence"));

    return evidence && (strcmp(evidence, "raw") == 0 || strcmp(evidence, "derived-exact") == 0);
}

static bool is_derived(const cJSON *item)
{
    const char *evidence = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(item, "evidence"));

    return evidence && strcmp(evidence, "derived-exact") == 0;
}

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
    const char *media = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(response, "media"));

    return !media || (reading->state && media_is(media, reading->state));
}

/* The state that was asked for, or the first one that the file has. Complains when it has no such state. */
static void choose_state(struct reading *reading, const char *wanted)
{
    const cJSON *response, *responses = cJSON_GetObjectItemCaseSensitive(reading->root, "responses");
    char *known = memory_printf("%s", ""), *longer;
    const char *media, *last = NULL;
    unsigned named = 0;
    bool found = false;

    cJSON_ArrayForEach(response, responses)
    {
        media = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(response, "media"));
        if (!media) continue;
        if (!reading->state) reading->state = media;
        if (wanted && media_is(media, wanted)) found = true;
        if (named == STATES_NAMED || (last && strcmp(last, media) == 0)) continue;
        longer = memory_printf("%s%s\"%s\"", known, *known ? ", " : "", media);
        free(known);
        known = longer;
        last = media;
        named++;
    }
    if (wanted) reading->state = wanted;
    if (wanted && !found) {
        complain(reading, "it has no state \"%s\"; %s%s%s", wanted, *known ? "it has " : "it tells no states apart",
                 known, named == STATES_NAMED ? " and others" : "");
    }
    free(known);
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
        const char *text = string_member(reading, reading->root, "", fields[i].name);
        if (!text || strcmp(text, "unknown") == 0) continue;
        length = strlen(text);
        if (length > fields[i].width) {
            complain(reading, "%s is longer than the %u characters of INQUIRY data", fields[i].name,
                     (unsigned)fields[i].width);
            return;
        }
        for (c = 0; c < length; c++) {
            if (text[c] < ' ' || text[c] > '~')
                complain(reading, "%s has a character that is not ASCII", fields[i].name);
        }
        memcpy(inquiry + fields[i].offset, text, length);
        known = true;
    }
    if (known && !reading->identity->inquiry.count) bytes_append(&reading->identity->inquiry, inquiry, sizeof inquiry);
}

/* A captured feature list: the descriptors behind the 8-byte header, as far as they are whole. */
static void take_features(struct reading *reading, const struct bytes *reply)
{
    struct drive_identity *identity = reading->identity;
    size_t usable, offset = FEATURE_HEADER, next;

    if (reply->count < FEATURE_HEADER || identity->features.count) return;
    usable = least(reply->count, 4 + ((size_t)big_endian_16(reply->data) << 16 | big_endian_16(reply->data + 2)));
    while (offset + FEATURE_DESCRIPTOR <= usable) {
        next = offset + FEATURE_DESCRIPTOR + reply->data[offset + 3];
        if (next > usable) break;
        bytes_append(&identity->features, reply->data + offset, next - offset);
        offset = next;
    }
    identity->profile = (uint16_t)big_endian_16(reply->data + 6);
}

/* How long the mode page at `page` says it is, its head included; 0 when the head is cut off. */
static size_t mode_page_length(const uint8_t *page, size_t count)
{
    bool has_subpage = count && page[0] & 0x40;

    if (count < (has_subpage ? 4U : 2U)) return 0;
    return has_subpage ? 4 + (size_t)big_endian_16(page + 2) : 2 + (size_t)page[1];
}

/* The pages of a MODE SENSE(10) reply, as far as they are whole. */
static void take_mode_pages(struct reading *reading, const struct bytes *reply)
{
    size_t usable, offset, length;

    if (reply->count < MODE_HEADER_10) return;
    usable = least(reply->count, 2 + (size_t)big_endian_16(reply->data));
    offset = MODE_HEADER_10 + (size_t)big_endian_16(reply->data + 6);
    while (offset < usable) {
        length = mode_page_length(reply->data + offset, usable - offset);
        if (!length || length > usable - offset) break;
        bytes_append(&reading->identity->mode_pages, reply->data + offset, length);
        offset += length;
    }
}

/* Some captures hold a mode page alone, without the header that a drive sends in front of it. */
static bool is_bare_mode_page(const struct response *response)
{
    const struct bytes *data = &response->data;

    return response->cdb.data[0] == OPCODE_MODE_SENSE_10 && data->count > 1 &&
           mode_page_length(data->data, data->count) == data->count &&
           (data->data[0] & 0x3F) == (response->cdb.data[2] & 0x3F);
}

static void take_reply(struct reading *reading, const struct response *response)
{
    struct drive_identity *identity = reading->identity;
    struct captured_reply *reply = &identity->replies[identity->reply_count];
    uint8_t head[VIRTUAL_REPLY_DATA];
    size_t i;

    if (identity->reply_count == DRIVE_JSON_REPLIES_MAX) {
        complain(reading, "it has more than %d responses", DRIVE_JSON_REPLIES_MAX);
        return;
    }
    for (i = 0; i < response->cdb.count; i++) {
        reply->cdb_hex[2 * i] = "0123456789abcdef"[response->cdb.data[i] >> 4];
        reply->cdb_hex[2 * i + 1] = "0123456789abcdef"[response->cdb.data[i] & 15];
    }
    for (i = 0; i < identity->reply_count; i++) {
        if (strcmp(identity->replies[i].cdb_hex, reply->cdb_hex) == 0) {
            complain(reading, "it answers the command %s twice in the same state", reply->cdb_hex);
            return;
        }
    }
    head[VIRTUAL_REPLY_STATUS] = response->status;
    head[VIRTUAL_REPLY_KEY] = response->key;
    head[VIRTUAL_REPLY_ASC] = response->asc;
    head[VIRTUAL_REPLY_ASCQ] = response->ascq;
    bytes_append(&reply->value, head, sizeof head);
    bytes_append(&reply->value, response->data.data, response->data.count);
    identity->reply_count++;
}

/* "05/24/00" */
static bool read_sense(const char *text, struct response *response)
{
    struct bytes sense = {0};
    char digits[7];
    bool good;

    if (strlen(text) != 8 || text[2] != '/' || text[5] != '/') return false;
    memcpy(digits, text, 2);
    memcpy(digits + 2, text + 3, 2);
    memcpy(digits + 4, text + 6, 3);
    good = hex_read(digits, 3, &sense) && sense.count == 3 && sense.data[0] <= 0x0F;
    if (good) {
        response->key = sense.data[0];
        response->asc = sense.data[1];
        response->ascq = sense.data[2];
    }
    free(sense.data);
    return good;
}

/* Decode one element of responses[]. What is damaged is a complaint; what is merely not known whole is not. */
static void read_response(struct reading *reading, const cJSON *item, int index, struct response *response)
{
    char *where = memory_printf("responses[%d].", index);
    const char *cdb = string_member(reading, item, where, "cdb"), *hex = string_member(reading, item, where, "hex");
    const char *status = string_member(reading, item, where, "status"),
               *sense = string_member(reading, item, where, "sense");
    const cJSON *complete = cJSON_GetObjectItemCaseSensitive(item, "complete");
    bool has_result;

    if (!cJSON_IsObject(item)) complain(reading, "responses[%d] is not an object", index);
    if (cdb && *cdb && (!hex_read(cdb, DRIVE_JSON_CDB_MAX, &response->cdb) || response->cdb.count < 6)) {
        complain(reading, "%scdb is not 6 to 16 bytes in hexadecimal", where);
    }
    if (hex && !strstr(hex, "??") && !hex_read(hex, DATA_MAX, &response->data)) {
        complain(reading, "%shex is not up to %d bytes in hexadecimal", where, DATA_MAX);
    }
    if (sense && !read_sense(sense, response)) complain(reading, "%ssense is not KEY/ASC/ASCQ", where);
    response->derived = is_derived(item);
    has_result = status && strcmp(status, "good") == 0 && hex && !strstr(hex, "??");
    if (status && strcmp(status, "check_condition") == 0) {
        response->status = STATUS_CHECK_CONDITION; /* without sense: 0/0/0, which the simulated drive replaces */
        has_result = true;
    }
    response->whole = has_result && response->cdb.count && is_exact(item) && cJSON_IsTrue(complete);
    free(where);
}

/* The first 36 bytes of INQUIRY data are an identity even if the rest was not captured. */
static bool is_identity(const cJSON *item, const struct response *response)
{
    return response->cdb.count && response->cdb.data[0] == OPCODE_INQUIRY && !(response->cdb.data[1] & 1) &&
           response->status == 0 && is_exact(item) && response->data.count >= INQUIRY_STANDARD &&
           response->data.count <= INQUIRY_MAX;
}

/* Current values only. A list of pages that were read one by one is known to be the whole list only for a virtual drive. */
static void take_mode_sense(struct reading *reading, const struct response *response)
{
    struct bytes *pages = &reading->identity->mode_pages;
    uint8_t page = response->cdb.data[2];

    if (page == MODE_PAGE_ALL) {
        pages->count = 0;
        take_mode_pages(reading, &response->data);
        reading->has_all_pages = true;
    } else if (page < MODE_PAGE_ALL && response->derived && !reading->has_all_pages) {
        if (is_bare_mode_page(response)) {
            bytes_append(pages, response->data.data, response->data.count);
        } else {
            take_mode_pages(reading, &response->data);
        }
    }
}

static void take_response(struct reading *reading, const cJSON *item, const struct response *response)
{
    struct drive_identity *identity = reading->identity;
    const uint8_t *cdb = response->cdb.data;

    if (is_identity(item, response)) {
        if (!identity->inquiry.count) bytes_append(&identity->inquiry, response->data.data, response->data.count);
        return;
    }
    if (!response->whole) {
        identity->left_out++;
        return;
    }
    if (response->status == 0 && cdb[0] == OPCODE_GET_CONFIGURATION && !(cdb[1] & 3) && !cdb[2] && !cdb[3]) {
        take_features(reading, &response->data);
    }
    if (response->status == 0 && cdb[0] == OPCODE_MODE_SENSE_10) take_mode_sense(reading, response);
    if (is_bare_mode_page(response)) return;
    take_reply(reading, response);
}

static void read_responses(struct reading *reading)
{
    const cJSON *item, *responses = cJSON_GetObjectItemCaseSensitive(reading->root, "responses");
    int index = 0;

    if (responses && !cJSON_IsArray(responses)) {
        complain(reading, "responses is not an array");
        return;
    }
    cJSON_ArrayForEach(item, responses)
    {
        struct response response = {0};

        read_response(reading, item, index++, &response);
        if (!reading->complaint && is_of_state(reading, item)) take_response(reading, item, &response);
        free(response.cdb.data);
        free(response.data.data);
        if (reading->complaint) return;
    }
}

/* Commands that a drive is said not to know: refused whatever their parameters, with the sense that SPC has for that. */
static void read_refused_commands(struct reading *reading)
{
    static const struct {
        const char *name;
        uint8_t opcode;
    } commands[] = {{"get_configuration", 0x46}, {"read_disc_information", 0x51}};
    const cJSON *decoded = cJSON_GetObjectItemCaseSensitive(reading->root, "decoded");
    struct response response = {.status = STATUS_CHECK_CONDITION, .key = 0x05, .asc = 0x20};
    const char *text;
    size_t i;

    for (i = 0; i < sizeof commands / sizeof *commands; i++) {
        text = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(decoded, commands[i].name));
        if (!text || strncmp(text, "fails", strlen("fails")) != 0) continue;
        response.cdb.count = 0;
        bytes_append(&response.cdb, &commands[i].opcode, 1);
        take_reply(reading, &response);
    }
    free(response.cdb.data);
}

/* The bytes of an element of feature_descriptors{} or mode_pages{}, each under its code in hexadecimal. False when it has
 * none, or when they are not exact.
 */
static bool read_coded(struct reading *reading, const cJSON *item, const char *where, struct bytes *bytes)
{
    const char *hex = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(item, "hex"));

    bytes->data = NULL;
    bytes->count = 0;
    if (!hex || !is_exact(item)) return false;
    if (hex_read(hex, DATA_MAX, bytes)) return true;
    complain(reading, "%s.%s.hex is not hexadecimal", where, item->string);
    return false;
}

static bool code_is(const char *text, size_t digits, unsigned code)
{
    struct bytes bytes = {0};
    unsigned value = 0;
    size_t i;

    if (strlen(text) != digits || !hex_read(text, 2, &bytes)) return false;
    for (i = 0; i < bytes.count; i++)
        value = value << 8 | bytes.data[i];
    free(bytes.data);
    return value == code;
}

/* The current profile, from the profile list (feature 0000h): the first entry whose CurrentP bit is set; 0 without one. */
static uint16_t current_profile(const struct bytes *list)
{
    size_t i;

    for (i = FEATURE_DESCRIPTOR; i + 4 <= list->count; i += 4) {
        if (list->data[i + 2] & 1) return (uint16_t)big_endian_16(list->data + i);
    }
    return 0;
}

static void read_feature_descriptors(struct reading *reading)
{
    const cJSON *item, *all = cJSON_GetObjectItemCaseSensitive(reading->root, "feature_descriptors");
    struct drive_identity *identity = reading->identity;
    bool known = identity->features.count != 0; /* a whole captured list is better */
    struct bytes bytes;

    if (all && !cJSON_IsObject(all)) {
        complain(reading, "feature_descriptors is not an object");
        return;
    }
    cJSON_ArrayForEach(item, all)
    {
        if (!read_coded(reading, item, "feature_descriptors", &bytes)) continue;
        if (bytes.count < FEATURE_DESCRIPTOR || bytes.count != FEATURE_DESCRIPTOR + (size_t)bytes.data[3] ||
            !code_is(item->string, 4, big_endian_16(bytes.data))) {
            complain(reading, "feature_descriptors.%s is not one descriptor of this feature", item->string);
        } else if (!known) {
            bytes_append(&identity->features, bytes.data, bytes.count);
            if (big_endian_16(bytes.data) == 0) identity->profile = current_profile(&bytes);
        }
        free(bytes.data);
    }
}

/* Pages that stand alone are the whole list only if they come from a virtual drive's source: otherwise they go unused unless
 * the reply with all pages was captured too, which then has been taken over already.
 */
static void read_mode_pages(struct reading *reading)
{
    const cJSON *item, *all = cJSON_GetObjectItemCaseSensitive(reading->root, "mode_pages");
    struct drive_identity *identity = reading->identity;
    bool known = identity->mode_pages.count != 0;
    struct bytes bytes;

    if (all && !cJSON_IsObject(all)) {
        complain(reading, "mode_pages is not an object");
        return;
    }
    cJSON_ArrayForEach(item, all)
    {
        if (!read_coded(reading, item, "mode_pages", &bytes)) continue;
        if (!bytes.count || mode_page_length(bytes.data, bytes.count) != bytes.count ||
            !code_is(item->string, 2, bytes.data[0] & 0x3F)) {
            complain(reading, "mode_pages.%s is not one page of this code", item->string);
        } else if (!known && is_derived(item)) {
            bytes_append(&identity->mode_pages, bytes.data, bytes.count);
        }
        free(bytes.data);
    }
}

static void read_root(struct reading *reading, const char *state)
{
    const cJSON *schema = cJSON_GetObjectItemCaseSensitive(reading->root, "schema");

    if (!cJSON_IsObject(reading->root) || !cJSON_IsNumber(schema) || schema->valuedouble != 1) {
        complain(reading, "it is not a captured drive: \"schema\": 1 is missing");
        return;
    }
    choose_state(reading, state);
    if (!reading->complaint) read_responses(reading);
    if (!reading->complaint) read_refused_commands(reading);
    if (!reading->complaint) read_feature_descriptors(reading);
    if (!reading->complaint) read_mode_pages(reading);
    if (!reading->complaint) inquiry_from_strings(reading);
}

/* cJSON says where it stopped; people count lines. */
static char *damaged_at(const char *text, const char *stopped)
{
    unsigned line = 1;

    for (; stopped && text < stopped; text++)
        line += *text == '\n';
    return memory_printf("it is not JSON: line %u cannot be read", line);
}

struct drive_identity *drive_json_read(const char *text, size_t length, const char *state, char **complaint)
{
    struct reading reading = {0};
    const char *end = NULL;
    cJSON *root;

    *complaint = NULL;
    root = cJSON_ParseWithLengthOpts(text, length, &end, 0);
    while (root && end < text + length && strchr(" \t\r\n", *end) && *end)
        end++;
    if (!root || end != text + length) {
        cJSON_Delete(root);
        *complaint = damaged_at(text, end);
        return NULL;
    }
    reading.root = root;
    reading.identity = memory_get(sizeof *reading.identity);
    read_root(&reading, state);
    cJSON_Delete(root);
    if (reading.complaint) {
        drive_identity_free(reading.identity);
        *complaint = reading.complaint;
        return NULL;
    }
    return reading.identity;
}

void drive_identity_free(struct drive_identity *identity)
{
    size_t i;

    if (!identity) return;
    for (i = 0; i < identity->reply_count; i++)
        free(identity->replies[i].value.data);
    free(identity->inquiry.data);
    free(identity->features.data);
    free(identity->mode_pages.data);
    free(identity);
}
