/* Reads the settings of a simulated drive from its text file. */
#define _GNU_SOURCE
#include "sgdrive/settings.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/hex.h"

enum { FAULT_REPLY_MAX = 1 << 16 };

void stop(const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    fputs("sgdrive: ", stderr);
    vfprintf(stderr, format, arguments);
    fputc('\n', stderr);
    va_end(arguments);
    exit(1);
}

void *get_memory(size_t bytes)
{
    void *memory = calloc(1, bytes ? bytes : 1);

    if (!memory) stop("out of memory");
    return memory;
}

char *file_read(const char *path, size_t *count)
{
    FILE *file = fopen(path, "rb");
    size_t room = 1 << 16, got;
    char *text;

    *count = 0;
    if (!file) return NULL;
    text = get_memory(room + 1);
    while ((got = fread(text + *count, 1, room - *count, file)) > 0) {
        *count += got;
        if (*count < room) continue;
        room *= 2;
        text = realloc(text, room + 1);
        if (!text) stop("out of memory");
    }
    fclose(file);
    text[*count] = 0;
    return text;
}

static char *copy(const char *text)
{
    size_t size = strlen(text) + 1;

    return memcpy(get_memory(size), text, size);
}

static bool read_number(const char *text, int base, uint32_t most, uint32_t *number)
{
    unsigned long value;
    char *end;

    errno = 0;
    value = strtoul(text, &end, base);
    if (errno || end == text || *end || value > most) return false;
    *number = (uint32_t)value;
    return true;
}

static bool read_kind(const char *text, enum sim_fault_kind *kind)
{
    static const char *const names[SIM_FAULT_KIND_COUNT] = {"sense", "reply", "short", "delay", "gone", "hang"};
    int i;

    for (i = 0; i < SIM_FAULT_KIND_COUNT; i++) {
        if (strcmp(text, names[i]) != 0) continue;
        *kind = (enum sim_fault_kind)i;
        return true;
    }
    return false;
}

static bool read_reply(const char *digits, struct sim_fault *fault)
{
    size_t count = strlen(digits) / 2;
    uint8_t *bytes;

    if (strlen(digits) % 2 || count > FAULT_REPLY_MAX) return false;
    bytes = get_memory(count + 1);
    fault->reply = bytes;
    fault->reply_count = count;
    return hex_decode(digits, count, bytes);
}

static bool read_fault(char *text, struct settings *settings)
{
    struct sim_fault fault = {0};
    char *words[5] = {NULL}, *rest = NULL;
    uint32_t opcode;
    size_t i;

    for (i = 0; i < 5; i++)
        words[i] = strtok_r(i ? NULL : text, " ", &rest);
    if (!words[3] || settings->fault_count == SIM_FAULTS_MAX) return false;
    if (!read_number(words[0], 16, 0xff, &opcode) || !read_kind(words[1], &fault.kind) ||
        !read_number(words[2], 10, UINT32_MAX, &fault.nth) || !read_number(words[3], 0, UINT32_MAX, &fault.parameter))
        return false;
    if (words[4] && !read_reply(words[4], &fault)) return false;
    fault.opcode = (uint8_t)opcode;
    settings->faults[settings->fault_count++] = fault;
    return true;
}

/* What is chosen for the disc and the drive: false when the line is about something else, or its number is none. */
static bool read_option(const char *name, const char *value, struct sim_options *options)
{
    uint32_t number;

    if (!read_number(value, 10, UINT32_MAX, &number)) return false;
    if (strcmp(name, "blocks") == 0) {
        options->blocks = number;
    } else if (strcmp(name, "busy") == 0 && number <= UINT16_MAX) {
        options->long_commands = (uint16_t)number;
    } else if (strcmp(name, "time") == 0 && number <= UINT16_MAX) {
        options->time_percent = (uint16_t)number;
    } else if (strcmp(name, "protected") == 0 && number <= 1) {
        options->is_protected = number == 1;
    } else {
        return false;
    }
    return true;
}

static bool read_line(char *line, struct settings *settings)
{
    char *value = strchr(line, ' ');

    if (!*line) return true;
    if (!value) return false;
    *value++ = 0;
    if (strcmp(line, "drive") == 0) {
        settings->drive = copy(value);
    } else if (strcmp(line, "state") == 0) {
        settings->state = copy(value);
    } else if (strcmp(line, "image") == 0) {
        settings->image = copy(value);
    } else if (strcmp(line, "media") == 0) {
        settings->medium = sim_medium_from_name(value);
        return settings->medium != SIM_MEDIUM_COUNT;
    } else if (strcmp(line, "media-serial") == 0) {
        return read_number(value, 10, UINT32_MAX, &settings->media_serial);
    } else if (strcmp(line, "fault-serial") == 0) {
        return read_number(value, 10, UINT32_MAX, &settings->fault_serial);
    } else if (strcmp(line, "residual") == 0) {
        settings->has_no_residual = true;
        return strcmp(value, "none") == 0;
    } else if (strcmp(line, "fault") == 0) {
        return read_fault(value, settings);
    } else {
        return read_option(line, value, &settings->options);
    }
    return true;
}

struct settings *settings_read(const char *path)
{
    struct settings *settings = get_memory(sizeof *settings);
    char *line, *next, *text;
    size_t count;
    int number = 1;

    text = file_read(path, &count);
    if (!text && errno != ENOENT) stop("%s: %s", path, strerror(errno));
    for (line = text; line && *line; line = next, number++) {
        size_t length = strcspn(line, "\n");

        next = line + length + (line[length] != 0);
        line[length] = 0;
        if (length && line[length - 1] == '\r') line[length - 1] = 0;
        if (!read_line(line, settings)) stop("%s, line %d: not understood: %s", path, number, line);
    }
    free(text);
    return settings;
}

void settings_free(struct settings *settings)
{
    size_t i;

    if (!settings) return;
    for (i = 0; i < settings->fault_count; i++)
        free((void *)settings->faults[i].reply);
    free(settings->drive);
    free(settings->state);
    free(settings->image);
    free(settings);
}
