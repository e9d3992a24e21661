/* read_image IMAGE iso|joliet|udf FOLDER [SESSION]: the files of an image by the importer of the portable core, into an
 * existing folder, with their modification times; a named stream becomes a file NAME:STREAM. SESSION is a block.
 * On standard output, a line each: what the probe of the session says, as the harness compares it.
 */
#define _DEFAULT_SOURCE
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/time.h>

#include "fs/file_device.h"
#include "fs/image.h"
#include "fs/import.h"
#include "fs/probe.h"

static _Noreturn void die(const char *what, const char *name)
{
    fprintf(stderr, "read_image: %s: %s\n", what, name);
    exit(1);
}

/* UTF-16 as UTF-8; an unpaired surrogate is kept as three bytes. */
static const char *narrow(const uint16_t *units, size_t count)
{
    static char text[4 * FS_NAME_MAX];
    char *at = text;
    size_t i;

    for (i = 0; i < count; i++) {
        unsigned long point = units[i];

        if ((point & 0xFC00) == 0xD800 && i + 1 < count && (units[i + 1] & 0xFC00) == 0xDC00)
            point = 0x10000 + ((point & 0x3FF) << 10) + (units[++i] & 0x3FFu);
        if (point >= 0x10000) *at++ = (char)(0xF0 | point >> 18);
        if (point >= 0x800) *at++ = (char)(point >= 0x10000 ? 0x80 | (point >> 12 & 0x3F) : 0xE0 | point >> 12);
        if (point >= 0x80) *at++ = (char)(point >= 0x800 ? 0x80 | (point >> 6 & 0x3F) : 0xC0 | point >> 6);
        *at++ = (char)(point >= 0x80 ? 0x80 | (point & 0x3F) : point);
    }
    *at = 0;
    return text;
}

static void append_path(const struct fs_node *node, char *path, size_t room)
{
    size_t length;

    if (node->parent) append_path(node->parent, path, room);
    length = strlen(path);
    if (node->name_count)
        snprintf(path + length, room - length, "%s%s", node->is_stream ? ":" : "/",
                 narrow(node->name, node->name_count));
}

static void write_file(const struct fs_node *node, const char *path)
{
    static uint8_t bytes[1 << 20];
    struct timeval times[2] = {{node->times.accessed_s, 0}, {node->times.modified_s, 0}};
    FILE *file = fopen(path, "wb");
    struct fs_failure failure;
    uint64_t offset;
    size_t count;

    if (!file) die("cannot be made", path);
    for (offset = 0; offset < node->size_bytes; offset += count) {
        count = node->size_bytes - offset < sizeof bytes ? (size_t)(node->size_bytes - offset) : sizeof bytes;
        if (fs_source_read(node->source, offset, bytes, count, &failure) != FS_OK) die("cannot be read", path);
        if (fwrite(bytes, 1, count, file) != count) die("cannot be written", path);
    }
    if (fclose(file)) die("cannot be written", path);
    if (node->times.modified_s != FS_TIME_UNSET && utimes(path, times)) die("cannot be dated", path);
}

static void write_items(const struct fs_tree *tree, const char *folder)
{
    const struct fs_node *node, *stream;

    for (node = fs_tree_next(fs_tree_peek_root(tree)); node; node = fs_tree_next(node)) {
        char path[8192];

        snprintf(path, sizeof path, "%s", folder);
        append_path(node, path, sizeof path);
        if (!node->is_directory) {
            write_file(node, path);
        } else if (mkdir(path, 0777)) {
            die("cannot be made", path);
        }
        for (stream = node->first_stream; stream; stream = stream->next) {
            snprintf(path, sizeof path, "%s", folder);
            append_path(stream, path, sizeof path);
            write_file(stream, path);
        }
    }
}

static void print_session(const struct fs_session *session, enum fs_system system)
{
    const struct fs_session_system *found = &session->system[system];

    printf("systems=%u\nlabel=%s\nfiles=%lld\ndirectories=%lld\nend=%lu\n", session->systems,
           narrow(found->name, found->name_count), (long long)found->files, (long long)found->directories,
           (unsigned long)session->end);
    if (system != FS_UDF) return;
    printf("revision=%x\naccess=%u\npartition=%lu+%lu\nmetadata=%d\n", session->udf_revision, session->access_type,
           (unsigned long)session->partition_first, (unsigned long)session->partition_blocks, session->has_metadata);
}

static void count_item(void *context, const struct fs_node *node)
{
    (void)node;
    ++*(unsigned *)context;
}

int main(int count, char **arguments)
{
    static const struct fs_name_rules rules = {FS_MASK(FS_UDF), 2, false};
    static const char *const systems[FS_SYSTEMS] = {"iso", "joliet", "udf"};
    unsigned reported = 0;
    struct fs_import_options options = {FS_SYSTEMS, 0, count_item, &reported};
    struct fs_import_failure failure;
    struct fs_session session;
    struct file_device device;
    struct fs_tree *tree = fs_tree_create(&rules);
    struct fs_disc *disc;
    enum fs_status status;

    if (count < 4) die("IMAGE iso|joliet|udf FOLDER [SESSION]", "are missing");
    for (options.system = 0; options.system < FS_SYSTEMS && strcmp(arguments[2], systems[options.system]) != 0;)
        options.system++;
    if (options.system == FS_SYSTEMS) die("no such file system", arguments[2]);
    if (count > 4) options.session_start = (uint32_t)strtoul(arguments[4], NULL, 10);
    if (!file_device_open(&device, arguments[1])) die("cannot be opened", arguments[1]);
    disc = fs_disc_create(&device.device);
    if (!tree || !disc) die("no memory", arguments[1]);
    status = fs_probe(disc, options.session_start, &session);
    if (status == FS_OK) print_session(&session, options.system);
    status = fs_import(tree, disc, &options, &failure);
    if (status == FS_OK) {
        printf("reported=%u\n", reported);
        write_items(tree, arguments[3]);
    } else {
        printf("status=%d\nfeature=%s\nname=%s\n", (int)status, failure.feature ? failure.feature : "",
               narrow(failure.name, failure.name_count));
    }
    fs_tree_destroy(tree);
    fs_disc_destroy(disc);
    fclose(device.file);
    return status == FS_OK ? 0 : 2;
}
