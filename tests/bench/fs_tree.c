/* Images of ISO 9660, Joliet and UDF from trees without host files, with 1,000 files of 300 bytes in each directory.
 *
 *   build FILES          nanoseconds of the processor to add, to plan, and to read the image once; blocks; bytes of
 *                        memory for each file
 *   random FILES READS   nanoseconds of the processor for the first read of 2,048 bytes, and for each of READS at
 *                        random places
 *   count FILES          for callgrind: adds and plans within measured()
 *   data MIB             for callgrind: reads a file of so many MiB within measured(); answer() is its source
 *   copy FILE...         a plain loop that reads files and writes them to /dev/null
 */
#define _DEFAULT_SOURCE
#include <fcntl.h>
#include <inttypes.h>
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "fs/image.h"

enum {
    FILES_IN_DIRECTORY = 1000,
    FILE_BYTES = 300,
    READ_BYTES = 1 << 20,
};

static uint8_t buffer[READ_BYTES];

static _Noreturn void die(const char *what)
{
    fprintf(stderr, "fs_tree: %s\n", what);
    exit(1);
}

static uint64_t now_ns(void)
{
    struct timespec now;

    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (uint64_t)now.tv_sec * 1000000000 + (uint64_t)now.tv_nsec;
}

/* The source's bytes: not ours to make. */
__attribute__((noipa)) static int32_t answer(struct fs_source *source, uint64_t offset, void *bytes, uint32_t count,
                                             uint32_t *got)
{
    (void)source;
    memset(bytes, (int)(offset >> 20), count);
    *got = count;
    return 0;
}

static void release(struct fs_source *source)
{
    free(source);
}

static struct fs_source *create_source(uint64_t size_bytes)
{
    struct fs_source *source = malloc(sizeof *source);

    if (!source) die("no memory");
    *source = (struct fs_source){.read_at = answer, .release = release, .size_bytes = size_bytes};
    return source;
}

static size_t name_of(char letter, unsigned long number, uint16_t *units)
{
    char text[16];
    size_t count = (size_t)snprintf(text, sizeof text, "%c%07lu.dat", letter, number), i;

    for (i = 0; i < count; i++)
        units[i] = (uint8_t)text[i];
    return count;
}

static struct fs_tree *create_tree(void)
{
    static const struct fs_name_rules rules = {FS_MASK(FS_ISO9660) | FS_MASK(FS_JOLIET) | FS_MASK(FS_UDF), 2, false};
    struct fs_tree *tree = fs_tree_create(&rules);

    if (!tree) die("no memory");
    return tree;
}

static struct fs_tree *add_files(unsigned long files)
{
    static const struct fs_times times = {1580702706, 1580702706, 1580702706};
    struct fs_tree *tree = create_tree();
    struct fs_node *directory = NULL;
    uint16_t name[16];
    unsigned long i;

    for (i = 0; i < files; i++) {
        enum fs_status status = FS_OK;

        if (i % FILES_IN_DIRECTORY == 0) {
            status =
                fs_tree_add_directory(tree, fs_tree_peek_root(tree), name, name_of('d', i, name), &times, &directory);
        }
        if (status == FS_OK) {
            status =
                fs_tree_add_file(tree, directory, name, name_of('f', i, name), &times, create_source(FILE_BYTES), NULL);
        }
        if (status != FS_OK) die("a file cannot be added");
    }
    return tree;
}

static struct fs_plan *create_plan(const struct fs_tree *tree)
{
    struct fs_plan_options options = fs_plan_usual_options();
    struct fs_failure failure;
    struct fs_plan *plan;

    options.systems = fs_tree_peek_rules(tree)->systems;
    options.now_s = 1600000000;
    if (fs_plan_create(tree, &options, &plan, &failure) != FS_OK) die("no plan");
    return plan;
}

static size_t read_image(const struct fs_plan *plan, uint64_t offset, size_t count)
{
    struct fs_failure failure;
    size_t got;

    if (fs_image_read(plan, offset, buffer, count, &got, &failure) != FS_OK) die("the image cannot be read");
    return got;
}

static void read_whole(const struct fs_plan *plan)
{
    uint64_t offset = 0;
    size_t got;

    do
        offset += got = read_image(plan, offset, READ_BYTES);
    while (got);
}

static void build(unsigned long files)
{
    size_t before = mallinfo2().uordblks + mallinfo2().hblkhd, held;
    uint64_t began = now_ns(), added, planned;
    struct fs_tree *tree = add_files(files);
    struct fs_plan *plan;

    added = now_ns();
    plan = create_plan(tree);
    planned = now_ns();
    held = mallinfo2().uordblks + mallinfo2().hblkhd - before;
    read_whole(plan);
    printf("%" PRIu64 " %" PRIu64 " %" PRIu64 " %" PRIu32 " %zu\n", added - began, planned - added, now_ns() - planned,
           fs_plan_blocks(plan), held / files);
    fs_plan_destroy(plan);
    fs_tree_destroy(tree);
}

static void read_at_random(unsigned long files, unsigned long reads)
{
    struct fs_tree *tree = add_files(files);
    struct fs_plan *plan = create_plan(tree);
    uint64_t began = now_ns(), first, dice = 1;
    unsigned long i;

    read_image(plan, (uint64_t)(fs_plan_blocks(plan) - 1) * FS_BLOCK_BYTES, FS_BLOCK_BYTES);
    first = now_ns() - began;
    began = now_ns();
    for (i = 0; i < reads; i++) {
        dice = dice * 6364136223846793005u + 1442695040888963407u;
        read_image(plan, (dice >> 33) % fs_plan_blocks(plan) * FS_BLOCK_BYTES, FS_BLOCK_BYTES);
    }
    printf("%" PRIu64 " %" PRIu64 "\n", first, (now_ns() - began) / reads);
    fs_plan_destroy(plan);
    fs_tree_destroy(tree);
}

__attribute__((noipa)) static struct fs_plan *measured(unsigned long files, struct fs_plan *plan)
{
    if (!plan) return create_plan(add_files(files));
    read_whole(plan);
    return plan;
}

/* What was made is not freed: the program ends. */
static void count_data(unsigned long mib)
{
    static const uint16_t name[] = {'a'};
    struct fs_tree *tree = create_tree();

    if (fs_tree_add_file(tree, fs_tree_peek_root(tree), name, 1, &(struct fs_times){0, 0, 0},
                         create_source((uint64_t)mib << 20), NULL) != FS_OK)
        die("a file cannot be added");
    measured(0, create_plan(tree));
}

static void copy(char **paths)
{
    int out = open("/dev/null", O_WRONLY);

    for (; *paths; paths++) {
        int file = open(*paths, O_RDONLY);
        ssize_t got;

        if (file < 0 || out < 0) die("cannot be opened");
        while ((got = read(file, buffer, sizeof buffer)) > 0) {
            if (write(out, buffer, (size_t)got) != got) die("cannot be written");
        }
        if (got) die("cannot be read");
        close(file);
    }
    close(out);
}

int main(int count, char **arguments)
{
    const char *what = count > 2 ? arguments[1] : "";
    unsigned long number = count > 2 ? strtoul(arguments[2], NULL, 10) : 0;
    unsigned long reads = count > 3 ? strtoul(arguments[3], NULL, 10) : 0;

    if (!strcmp(what, "build") && number) {
        build(number);
    } else if (!strcmp(what, "random") && number && reads) {
        read_at_random(number, reads);
    } else if (!strcmp(what, "count")) {
        measured(number, NULL);
    } else if (!strcmp(what, "data")) {
        count_data(number);
    } else if (!strcmp(what, "copy")) {
        copy(arguments + 2);
    } else {
        die("build, random, count, data or copy, and a number");
    }
    return 0;
}
