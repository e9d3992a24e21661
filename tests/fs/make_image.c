/* make_image OUT FOLDER [option...]: an image of a folder by the portable core, for programs of other people to read.
 *
 *   iso joliet udf     file systems (usual: udf)
 *   level=1|2 strict   rules of names
 *   revision=HEX       of UDF, 102 to 260
 *   nomirror           its structures once, from revision 2.50 on
 *   label=TEXT now=SECONDS boot=FILE efi=FILE
 */
#define _DEFAULT_SOURCE
#include <dirent.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "fs/image.h"

struct file_source {
    struct fs_source source;
    char *path;
};

static int32_t file_read_at(struct fs_source *source, uint64_t offset, void *bytes, uint32_t count, uint32_t *got)
{
    FILE *file = fopen(((struct file_source *)source)->path, "rb");
    bool is_read = file && fseeko(file, (off_t)offset, SEEK_SET) == 0;

    *got = is_read ? (uint32_t)fread(bytes, 1, count, file) : 0;
    is_read = is_read && !ferror(file);
    if (file) fclose(file);
    return is_read ? 0 : 1;
}

static void file_release(struct fs_source *source)
{
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

static void add_folder(struct fs_tree *tree, struct fs_node *directory, const char *folder)
{
    struct dirent **entries;
    int count = scandir(folder, &entries, is_item, by_name), i;

    if (count < 0) die("cannot be listed", folder);
    for (i = 0; i < count; i++) {
        char path[4096];
        uint16_t name[256];
        size_t length = wide(entries[i]->d_name, name);
        struct fs_node *node;
        struct stat facts;
        struct fs_times times;
        enum fs_status status;

        snprintf(path, sizeof path, "%s/%s", folder, entries[i]->d_name);
        if (stat(path, &facts)) die("cannot be looked at", path);
        times = (struct fs_times){facts.st_mtime, facts.st_mtime, facts.st_mtime};
        if (S_ISDIR(facts.st_mode)) {
            status = fs_tree_add_directory(tree, directory, name, length, &times, &node);
            if (status == FS_OK) add_folder(tree, node, path);
        } else {
            uint64_t size = (uint64_t)facts.st_size;

            status =
                fs_tree_add_file(tree, directory, name, length, &times, size ? open_file(path, size) : NULL, &node);
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

int main(int count, char **arguments)
{
    struct wishes wishes = {{0, 2, false}, fs_plan_usual_options(), {{0}}};
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
    add_folder(tree, fs_tree_peek_root(tree), arguments[2]);
    status = fs_plan_create(tree, &wishes.options, &plan, &failure);
    if (status != FS_OK) {
        fprintf(stderr, "make_image: status %d\n", (int)status);
        return 1;
    }
    write_image(plan, arguments[1]);
    fs_plan_destroy(plan);
    fs_tree_destroy(tree);
    for (i = 0; i < (int)wishes.options.boot_entry_count; i++)
        wishes.boot[i].source->release(wishes.boot[i].source);
    return 0;
}
