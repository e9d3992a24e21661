/* make_image OUT FOLDER [option...]: an image of a folder by the portable core, for programs of other people to read.
 *
 *   iso joliet udf     file systems (usual: udf)
 *   level=1|2 strict   rules of names
 *   revision=HEX       of UDF, 102 to 260
 *   nomirror           its structures once, from revision 2.50 on
 *   label=TEXT now=SECONDS boot=FILE efi=FILE
 *   disc=IMAGE         append to it: its files stay, and OUT is the new session. The folder's files replace those of
 *                      their names
 *   old=LBA start=LBA  where its last session begins (usual: 0), and where the new one does
 *   rewritable         OUT is the whole disc again, whose anchor is moved
 *
 * A file NAME:STREAM is a named stream of the file NAME.
 */
#define _DEFAULT_SOURCE
#include <dirent.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "fs/file_device.h"
#include "fs/image.h"
#include "fs/import.h"
#include "fs/probe.h"

struct file_source {
    struct fs_source source;
    char *path;
};

/* The file that was read last stays open. */
static struct {
    const struct fs_source *source;
    FILE *file;
} open_one;

static void close_one(void)
{
    if (open_one.source) fclose(open_one.file);
    open_one.source = NULL;
}

static bool open_as_one(const struct fs_source *source)
{
    if (open_one.source == source) return true;
    close_one();
    open_one.file = fopen(((const struct file_source *)source)->path, "rb");
    if (open_one.file) open_one.source = source;
    return open_one.file;
}

static int32_t file_read_at(struct fs_source *source, uint64_t offset, void *bytes, uint32_t count, uint32_t *got)
{
    *got = 0;
    if (!open_as_one(source) || fseeko(open_one.file, (off_t)offset, SEEK_SET)) return 1;
    *got = (uint32_t)fread(bytes, 1, count, open_one.file);
    return ferror(open_one.file) ? 1 : 0;
}

static void file_release(struct fs_source *source)
{
    if (open_one.source == source) close_one();
    free(((struct file_source *)source)->path);
    free(source);
}

static _Noreturn void die(const char *what, const char *name)
{
    fprintf(stderr, "make_image: %s: %s\n", what, name);
    exit(1);
}

static struct fs_source *open_file(const char *path, uint64_t size_bytes)
{
    struct file_source *file = calloc(1, sizeof *file);

    if (!file || !(file->path = strdup(path))) die("no memory", path);
    file->source.read_at = file_read_at;
    file->source.release = file_release;
    file->source.size_bytes = size_bytes;
    return &file->source;
}

/* UTF-8, which is correct, to UTF-16. */
static size_t wide(const char *text, uint16_t *units)
{
    const unsigned char *at = (const unsigned char *)text;
    size_t count = 0;

    while (*at) {
        unsigned long point = *at++;
        int more = point >= 0xF0 ? 3 : point >= 0xE0 ? 2 : point >= 0xC0 ? 1 : 0;

        if (more) point &= 0x3Fu >> more;
        while (more--)
            point = point << 6 | (*at++ & 0x3F);
        if (point >= 0x10000) {
            units[count++] = (uint16_t)(0xD7C0 + (point >> 10));
            point = 0xDC00 | (point & 0x3FF);
        }
        units[count++] = (uint16_t)point;
    }
    return count;
}

static int by_name(const struct dirent **left, const struct dirent **right)
{
    return strcmp((*left)->d_name, (*right)->d_name);
}

static int is_item(const struct dirent *entry)
{
    return strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0;
}

/* The file of the tree whose stream the name NAME:STREAM is, or NULL. */
static struct fs_node *owner_of(struct fs_tree *tree, struct fs_node *directory, const uint16_t *name, size_t length,
                                size_t *colon)
{
    for (*colon = 0; *colon < length && name[*colon] != ':';)
        ++*colon;
    return *colon < length ? fs_tree_find(tree, directory, name, *colon) : NULL;
}

static enum fs_status add_file(struct fs_tree *tree, struct fs_node *directory, const uint16_t *name, size_t length,
                               const struct fs_times *times, struct fs_source *source)
{
    size_t colon;
    struct fs_node *owner = owner_of(tree, directory, name, length, &colon);

    if (!owner) return fs_tree_replace_file(tree, directory, name, length, times, source, NULL);
    return fs_tree_add_stream(tree, owner, name + colon + 1, length - colon - 1, source, NULL);
}

static void add_folder(struct fs_tree *tree, struct fs_node *directory, const char *folder)
{
    struct dirent **entries;
    int count = scandir(folder, &entries, is_item, by_name), i;

    if (count < 0) die("cannot be listed", folder);
    for (i = 0; i < count; i++) {
        char path[4096];
        uint16_t name[256];
        size_t length = wide(entries[i]->d_name, name);
        struct fs_node *node = fs_tree_find(tree, directory, name, length);
        struct stat facts;
        struct fs_times times;
        enum fs_status status = FS_OK;

        snprintf(path, sizeof path, "%s/%s", folder, entries[i]->d_name);
        if (stat(path, &facts)) die("cannot be looked at", path);
        times = (struct fs_times){facts.st_mtime, facts.st_mtime, facts.st_mtime};
        if (S_ISDIR(facts.st_mode)) {
            if (!node) status = fs_tree_add_directory(tree, directory, name, length, &times, &node);
            if (status == FS_OK) add_folder(tree, node, path);
        } else {
            uint64_t size = (uint64_t)facts.st_size;

            status = add_file(tree, directory, name, length, &times, size ? open_file(path, size) : NULL);
        }
        if (status != FS_OK) die("cannot be added", path);
        free(entries[i]);
    }
    free(entries);
}

struct wishes {
    struct fs_name_rules rules;
    struct fs_plan_options options;
    struct fs_boot_entry boot[2];
    const char *disc; /* path, or NULL */
    uint32_t old_session;
    bool is_rewritable;
};

static void add_boot_image(struct wishes *wishes, const char *path, uint8_t platform)
{
    struct fs_boot_entry *entry = &wishes->boot[wishes->options.boot_entry_count];
    struct stat facts;

    if (wishes->options.boot_entry_count == 2 || stat(path, &facts)) die("no boot image", path);
    entry->platform = platform;
    entry->source = open_file(path, (uint64_t)facts.st_size);
    wishes->options.boot_entries = wishes->boot;
    wishes->options.boot_entry_count++;
}

static void take_option(struct wishes *wishes, const char *option)
{
    if (!strcmp(option, "iso")) {
        wishes->rules.systems |= FS_MASK(FS_ISO9660);
    } else if (!strcmp(option, "joliet")) {
        wishes->rules.systems |= FS_MASK(FS_JOLIET);
    } else if (!strcmp(option, "udf")) {
        wishes->rules.systems |= FS_MASK(FS_UDF);
    } else if (!strcmp(option, "strict")) {
        wishes->rules.is_strict = true;
    } else if (!strcmp(option, "nomirror")) {
        wishes->options.mirrors_metadata = false;
    } else if (!strncmp(option, "level=", 6)) {
        wishes->rules.iso_level = (unsigned)atoi(option + 6);
    } else if (!strncmp(option, "revision=", 9)) {
        wishes->options.udf_revision = (uint16_t)strtoul(option + 9, NULL, 16);
    } else if (!strncmp(option, "label=", 6) && strlen(option + 6) <= FS_VOLUME_NAME_MAX) {
        wishes->options.volume_name_count = wide(option + 6, wishes->options.volume_name);
    } else if (!strncmp(option, "now=", 4)) {
        wishes->options.now_s = atoll(option + 4);
    } else if (!strncmp(option, "boot=", 5)) {
        add_boot_image(wishes, option + 5, 0);
    } else if (!strncmp(option, "efi=", 4)) {
        add_boot_image(wishes, option + 4, 0xEF);
    } else if (!strncmp(option, "disc=", 5)) {
        wishes->disc = option + 5;
    } else if (!strncmp(option, "old=", 4)) {
        wishes->old_session = (uint32_t)strtoul(option + 4, NULL, 10);
    } else if (!strncmp(option, "start=", 6)) {
        wishes->options.append.start = (uint32_t)strtoul(option + 6, NULL, 10);
    } else if (!strcmp(option, "rewritable")) {
        wishes->is_rewritable = true;
    } else {
        die("no such option", option);
    }
}

static void write_image(const struct fs_plan *plan, const char *path)
{
    static uint8_t bytes[1 << 20];
    FILE *file = fopen(path, "wb");
    struct fs_failure failure;
    uint64_t offset = 0;
    size_t got;

    if (!file) die("cannot be made", path);
    for (;; offset += got) {
        if (fs_image_read(plan, offset, bytes, sizeof bytes, &got, &failure) != FS_OK)
            die("a file cannot be read", path);
        if (!got) break;
        if (fwrite(bytes, 1, got, file) != got) die("cannot be written", path);
    }
    if (fclose(file)) die("cannot be written", path);
}

/* What is on the disc, of the file system that tells the most. */
static void add_disc(struct fs_tree *tree, struct wishes *wishes, struct file_device *device)
{
    struct fs_import_options import = {FS_ISO9660, wishes->old_session, NULL, NULL};
    struct fs_append *append = &wishes->options.append;
    struct fs_import_failure failure;
    struct fs_session session;
    struct fs_disc *disc;

    if (!file_device_open(device, wishes->disc)) die("cannot be opened", wishes->disc);
    disc = fs_disc_create(&device->device);
    if (!disc || fs_probe(disc, wishes->old_session, &session) != FS_OK) die("cannot be read", wishes->disc);
    if (session.systems & FS_MASK(FS_JOLIET)) import.system = FS_JOLIET;
    if (session.systems & FS_MASK(FS_UDF)) import.system = FS_UDF;
    if (fs_import(tree, disc, &import, &failure) != FS_OK) die("cannot be imported", wishes->disc);
    fs_disc_destroy(disc);
    append->partition_first = session.systems & FS_MASK(FS_UDF) ? session.partition_first : 0;
    if (!wishes->is_rewritable) return;
    append->rewritable = &device->device;
    append->write_unit_blocks = 32;
}

int main(int count, char **arguments)
{
    struct wishes wishes = {.rules = {0, 2, false}, .options = fs_plan_usual_options()};
    struct file_device device;
    struct fs_tree *tree;
    struct fs_plan *plan;
    struct fs_failure failure;
    enum fs_status status;
    int i;

    if (count < 3) die("OUT FOLDER [option...]", "are missing");
    for (i = 3; i < count; i++)
        take_option(&wishes, arguments[i]);
    if (!wishes.rules.systems) wishes.rules.systems = FS_MASK(FS_UDF);
    wishes.options.systems = wishes.rules.systems;
    tree = fs_tree_create(&wishes.rules);
    if (!tree) die("no memory", arguments[1]);
    if (wishes.disc) add_disc(tree, &wishes, &device);
    add_folder(tree, fs_tree_peek_root(tree), arguments[2]);
    status = fs_plan_create(tree, &wishes.options, &plan, &failure);
    if (status != FS_OK) {
        fprintf(stderr, "make_image: status %d\n", (int)status);
        return 1;
    }
    write_image(plan, arguments[1]);
    fs_plan_destroy(plan);
    fs_tree_destroy(tree);
    if (wishes.disc) fclose(device.file);
    for (i = 0; i < (int)wishes.options.boot_entry_count; i++)
        wishes.boot[i].source->release(wishes.boot[i].source);
    return 0;
}
