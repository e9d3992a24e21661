/* Runs an import, and writes the resulting tree as text. */
#include "support/import_fixture.h"

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/bytes.h"
#include "fs/disc_data.h"
#include "fs/plan.h"

static const struct fs_name_rules udf_alone = {FS_MASK(FS_UDF), 2, false};

static void put(char *text, const char *format, ...) __attribute__((format(printf, 2, 3)));

static void put(char *text, const char *format, ...)
{
    size_t length = strlen(text);
    va_list arguments;

    va_start(arguments, format);
    vsnprintf(text + length, IMPORTED_TEXT_MAX - length, format, arguments);
    va_end(arguments);
    assert_true(strlen(text) < IMPORTED_TEXT_MAX - 1);
}

static void put_name(char *text, const struct fs_node *node)
{
    uint16_t i;

    for (i = 0; i < node->name_count; i++)
        put(text, node->name[i] >= 0x20 && node->name[i] < 0x7F ? "%c" : "\\u%04x", node->name[i]);
}

static void put_path(char *text, const struct fs_node *node)
{
    if (node->parent && node->parent->name_count) {
        put_path(text, node->parent);
        put(text, node->is_stream ? ":" : "/");
    }
    put_name(text, node);
}

static void put_file(char *text, const struct fs_node *node)
{
    const struct fs_disc_data *data = node->source ? node->source->disc_data : NULL;
    uint32_t i;

    put(text, " %llu", (unsigned long long)node->size_bytes);
    if (node->source && !data) put(text, " =");
    for (i = 0; data && i < data->extent_count; i++) {
        const struct fs_disc_extent *extent = &data->extents[i];

        put(text, extent->kind == FS_EXTENT_RECORDED ? " @" : " ~");
        if (extent->kind != FS_EXTENT_UNALLOCATED) put(text, "%lu", (unsigned long)extent->first);
        put(text, "+%llu", (unsigned long long)extent->size_bytes);
    }
}

static void put_item(char *text, const struct fs_node *node)
{
    const struct fs_node *stream;

    put_path(text, node);
    if (node->is_directory) {
        put(text, "/");
    } else {
        put_file(text, node);
    }
    put(text, "%s%s\n", node->is_hidden ? " h" : "", node->is_real_time ? " r" : "");
    for (stream = node->first_stream; stream; stream = stream->next)
        put_item(text, stream);
}

void imported_list(const struct fs_tree *tree, char *text)
{
    const struct fs_node *node;

    text[0] = 0;
    for (node = fs_tree_next(fs_tree_peek_root(tree)); node; node = fs_tree_next(node))
        put_item(text, node);
}

static void report(void *context, const struct fs_node *node)
{
    struct imported *imported = context;

    put_name(imported->reported, node);
    put(imported->reported, node->name_count ? " " : ". ");
}

void import_from_device(struct imported *imported, enum fs_system system, uint32_t session_start, struct fs_tree *tree)
{
    struct fs_import_options options = {system, session_start, report, imported};
    struct fs_disc *disc = fs_disc_create(&imported->device.device);

    assert_non_null(disc);
    imported->tree = tree ? tree : fs_tree_create(&udf_alone);
    imported->reported[0] = 0;
    imported->status = fs_import(imported->tree, disc, &options, &imported->failure);
    fs_disc_destroy(disc);
    imported_list(imported->tree, imported->text);
}

void import_from(struct imported *imported, uint8_t *bytes, uint32_t block_count, enum fs_system system,
                 uint32_t session_start, struct fs_tree *tree)
{
    memory_device_init(&imported->device, bytes, block_count);
    import_from_device(imported, system, session_start, tree);
}

void imported_free(struct imported *imported)
{
    fs_tree_destroy(imported->tree);
    assert_int_equal(imported->device.holds, 0);
}

void import_without_memory(struct memory_device *device, enum fs_system system, const struct fs_name_rules *rules,
                           long least)
{
    const struct fs_import_options options = {system, 0, NULL, NULL};
    long nth;

    for (nth = 1;; nth++) {
        long live = base_alloc_live();
        struct fs_disc *disc = fs_disc_create(&device->device);
        struct fs_tree *tree = fs_tree_create(rules);
        struct fs_import_failure failure;
        enum fs_status status;
        bool has_failed;

        base_alloc_fail_nth(nth);
        status = fs_import(tree, disc, &options, &failure);
        has_failed = !base_alloc_fail_nth(0);
        assert_int_equal(status, has_failed ? FS_OUT_OF_MEMORY : FS_OK);
        if (has_failed) assert_int_equal(fs_tree_files(tree) + fs_tree_directories(tree), 1);
        fs_tree_destroy(tree);
        fs_disc_destroy(disc);
        assert_int_equal(device->holds, 0);
        assert_int_equal(base_alloc_live(), live);
        if (!has_failed) break;
    }
    assert_true(nth > least);
}

void retag(uint8_t *block)
{
    uint16_t bytes = load_le16(block + 10), i;
    unsigned crc = 0, bit;
    uint8_t sum = 0;

    for (i = 0; i < bytes && i < FS_BLOCK_BYTES - 16; i++) {
        crc ^= (unsigned)block[16 + i] << 8;
        for (bit = 0; bit < 8; bit++)
            crc = crc & 0x8000 ? (crc << 1 ^ 0x1021) & 0xFFFF : crc << 1;
    }
    store_le16(block + 8, (uint16_t)crc);
    for (i = 0; i < 16; i++)
        sum = (uint8_t)(sum + (i == 4 ? 0 : block[i]));
    block[4] = sum;
}
