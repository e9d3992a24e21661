/* Files of this computer and clients' streams, from AddTree and AddFile through the stream of the result to the last
 * release.
 */
#include "com/com_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

#include <cmocka.h>

#include "com/client_stream.h"
#include "com/host_tree.h"
#include "com/tree_fixture.h"
#include "imapi2fs/data_failure.h"
#include "imapi2fs/file_system_image.h"
#include "imapi2fserror.h"

enum { BLOCK = 2048, KIB = 1024 };

static IFileSystemImage3 *image;
static IFsiDirectoryItem2 *root;

static int setup(void **state)
{
    if (com_fixture_setup(state)) return -1;
    host_tree_begin();
    image = tree_image();
    root = tree_root(image);
    return 0;
}

static void release_image(void)
{
    if (root) IFsiDirectoryItem2_Release(root);
    if (image) IFileSystemImage3_Release(image);
    root = NULL;
    image = NULL;
}

static int teardown(void **state)
{
    release_image();
    host_tree_delete();
    return com_fixture_teardown(state);
}

static IStream *stream_of_result(void)
{
    IFileSystemImageResult *result = tree_freeze(image);
    IStream *stream;

    assert_hr(IFileSystemImageResult_get_ImageStream(result, &stream), S_OK);
    IFileSystemImageResult_Release(result);
    return stream;
}

/* All bytes of a stream; free them. */
static BYTE *read_all(IStream *stream, size_t *size)
{
    STATSTG statistics;
    BYTE *bytes;
    size_t at;
    ULONG got;

    assert_hr(IStream_Stat(stream, &statistics, STATFLAG_NONAME), S_OK);
    *size = (size_t)statistics.cbSize.QuadPart;
    bytes = malloc(*size);
    assert_non_null(bytes);
    for (at = 0; at < *size; at += got) {
        assert_hr(IStream_Read(stream, bytes + at, 64 * KIB, &got), S_OK);
        assert_true(got > 0);
    }
    return bytes;
}

/* A file with these bytes begins at one block of the image at least, and its last block ends with zeros. */
static void assert_has_file(const BYTE *bytes, size_t size, DWORD file_size, BYTE seed)
{
    size_t block;
    DWORD i;

    for (block = 0; block + file_size <= size; block += BLOCK) {
        for (i = 0; i < file_size && bytes[block + i] == host_tree_byte(seed, i); i++)
            ;
        if (i < file_size) continue;
        for (; i % BLOCK; i++)
            assert_int_equal(bytes[block + i], 0);
        return;
    }
    fail_msg("no file of %lu bytes with seed %u", file_size, seed);
}

static HRESULT put_working_directory(const WCHAR *path)
{
    BSTR text = SysAllocString(path + 4); /* without the prefix of the form without limits */
    HRESULT hr = IFileSystemImage3_put_WorkingDirectory(image, text);

    SysFreeString(text);
    return hr;
}

static unsigned stash_files_in(const WCHAR *folder)
{
    WCHAR pattern[HOST_TREE_PATH_MAX];
    WIN32_FIND_DATAW found;
    HANDLE find = FindFirstFileW(wcscat(wcscpy(pattern, host_tree_path(folder)), L"\\openimapi2-*.stash"), &found);
    unsigned count = 0;

    if (find == INVALID_HANDLE_VALUE) return 0;
    do
        count++;
    while (FindNextFileW(find, &found));
    FindClose(find);
    return count;
}

/* ---------------------------------------------------------------------------------------------------------- AddTree */

/* The files stay open until the last object of the image has gone, and nobody may change them meanwhile. */
static void AddTree__stream_of_the_result__has_the_files_and_lets_go_of_them(void **state)
{
    IStream *stream;
    BYTE *bytes;
    size_t size;

    (void)state;
    host_tree_file(L"s\\large.bin", 300 * KIB + 5, 1);
    host_tree_file(L"s\\d\\small.bin", 3000, 2);
    host_tree_file(L"s\\empty", 0, 3);
    assert_hr(tree_add_tree(root, host_tree_path(L"s"), VARIANT_TRUE), S_OK);
    assert_false(host_tree_is_closed(L"s\\large.bin"));
    assert_true(host_tree_is_closed(L"s\\empty"));
    stream = stream_of_result();
    release_image();
    assert_false(host_tree_is_closed(L"s\\large.bin"));
    bytes = read_all(stream, &size);
    assert_has_file(bytes, size, 300 * KIB + 5, 1);
    assert_has_file(bytes, size, 3000, 2);
    free(bytes);
    IStream_Release(stream);
    assert_true(host_tree_is_closed(L"s\\large.bin") && host_tree_is_closed(L"s\\d\\small.bin"));
}

static void AddTree__fails__says_what_and_why(void **state)
{
    WCHAR path[HOST_TREE_PATH_MAX];
    HANDLE file;

    (void)state;
    host_tree_file(L"s\\locked", 10, 1);
    wcscpy(path, host_tree_path(L"s\\locked"));
    file = CreateFileW(path, GENERIC_WRITE, 0, NULL, OPEN_EXISTING, 0, NULL);
    assert_hr(tree_add_tree(root, host_tree_path(L"s"), VARIANT_FALSE), (HRESULT)0xC0AAB12A);
    assert_error_says(SOURCE_OF_DIRECTORY, path, L"0xC0AAB12A", L"System error 32", NULL);
    CloseHandle(file);
    assert_hr(tree_add_tree(root, host_tree_path(L"gone"), VARIANT_FALSE), (HRESULT)0x80070002);
    assert_error_says(SOURCE_OF_DIRECTORY, L"0x80070002", NULL);
    assert_hr(tree_add_tree(root, L"", VARIANT_FALSE), (HRESULT)0xC0AAB101);
    assert_error_says(SOURCE_OF_DIRECTORY, L"'sourceDirectory'", NULL);
    assert_count(root, 0);
    assert_int_equal(tree_change_point(image), 0);
}

/* An image that is read while its file is another than it was: the other files are read all the same. */
static void AddFile__stream_ends_early__fails_at_the_file_alone(void **state)
{
    struct client_stream lie;
    IStream *stream;
    STATSTG statistics;
    BYTE *block = malloc(BLOCK);
    ULONGLONG at, good = 0, bad = 0;
    ULONG got;

    (void)state;
    assert_non_null(block);
    client_stream_begin(&lie, 150 * KIB, 5);
    lie.says = 200 * KIB;
    host_tree_file(L"s\\good.bin", 3000, 2);
    assert_hr(tree_add_file(root, L"lie.bin", &lie.IStream_iface), S_OK);
    assert_hr(tree_add_tree(root, host_tree_path(L"s\\good.bin"), VARIANT_FALSE), S_OK);
    stream = stream_of_result();
    assert_hr(IStream_Stat(stream, &statistics, STATFLAG_NONAME), S_OK);
    for (at = 0; at < statistics.cbSize.QuadPart; at += BLOCK) {
        LARGE_INTEGER place = {.QuadPart = (LONGLONG)at};

        assert_hr(IStream_Seek(stream, place, STREAM_SEEK_SET, NULL), S_OK);
        if (SUCCEEDED(IStream_Read(stream, block, BLOCK, &got)) && got == BLOCK) {
            good++;
            continue;
        }
        bad++;
        assert_hr(IStream_Read(stream, block, BLOCK, &got), (HRESULT)0xC0AAB128);
        assert_int_equal(got, 0);
        assert_error_says(L"OpenIMAPI2.FsiStream", L"\\lie.bin", NULL);
    }
    assert_int_equal(bad, 25); /* the 50 KiB that are missing */
    assert_true(good > 100);
    free(block);
    IStream_Release(stream);
    assert_true(lie.references > 1);
    release_image();
    client_stream_end(&lie);
}

/* ---------------------------------------------------------------------------------------------------------- staging */

static void StageFiles__true__the_sources_are_free_and_the_stash_file_moves(void **state)
{
    struct client_stream client;
    IStream *stream;
    BYTE *bytes;
    size_t size;

    (void)state;
    host_tree_folder(L"one");
    host_tree_folder(L"two");
    client_stream_begin(&client, 140 * KIB, 5);
    host_tree_file(L"s\\large.bin", 300 * KIB + 5, 1);
    host_tree_file(L"s\\small.bin", 3000, 2);
    assert_hr(put_working_directory(host_tree_path(L"one")), S_OK);
    assert_hr(IFileSystemImage3_put_StageFiles(image, VARIANT_TRUE), S_OK);
    assert_hr(tree_add_file(root, L"client.bin", &client.IStream_iface), S_OK);
    assert_int_equal(client.references, 1);
    assert_int_equal(stash_files_in(L"one"), 1);
    assert_hr(tree_add_tree(root, host_tree_path(L"s"), VARIANT_FALSE), S_OK);
    assert_true(DeleteFileW(host_tree_path(L"s\\large.bin")) && DeleteFileW(host_tree_path(L"s\\small.bin")));
    assert_hr(put_working_directory(host_tree_path(L"two")), S_OK);
    assert_int_equal(stash_files_in(L"one"), 0);
    assert_int_equal(stash_files_in(L"two"), 1);
    stream = stream_of_result();
    assert_hr(put_working_directory(host_tree_path(L"one")), (HRESULT)0xC0AAB102); /* frozen */
    release_image();
    bytes = read_all(stream, &size);
    assert_has_file(bytes, size, 300 * KIB + 5, 1);
    assert_has_file(bytes, size, 3000, 2);
    free(bytes);
    IStream_Release(stream);
    assert_int_equal(stash_files_in(L"two"), 0);
    client_stream_end(&client);
}

/* A folder for temporary files that has the image's own: it is no file of anybody's, and cannot be opened. */
static void AddTree__folder_with_the_stash_file__leaves_it_out(void **state)
{
    struct client_stream client;
    struct data_failure told;
    struct imapifs_call call;
    IStream *stream;

    (void)state;
    client_stream_begin(&client, 140 * KIB, 5);
    host_tree_file(L"s\\small.bin", 3000, 2);
    host_tree_file(L"s\\openimapi2-1-1.stash", 10, 2); /* of another process */
    assert_hr(put_working_directory(host_tree_path(L"s")), S_OK);
    assert_hr(IFileSystemImage3_put_StageFiles(image, VARIANT_TRUE), S_OK);
    assert_hr(tree_add_file(root, L"client.bin", &client.IStream_iface), S_OK);
    assert_int_equal(stash_files_in(L"s"), 2);
    data_failure_tell(&told, &call, IMAPI_E_STASHFILE_READ_FAILURE, image_state_of((IFileSystemImage3 *)image), NULL,
                      NULL);
    assert_non_null(wcsstr(call.inserts[0], L"\\s\\openimapi2-"));
    data_failure_free(&told);
    assert_hr(tree_add_tree(root, host_tree_path(L"s"), VARIANT_FALSE), S_OK);
    assert_count(root, 3);
    stream = stream_of_result();
    IStream_Release(stream);
    release_image();
    client_stream_end(&client);
}

static void StageFiles__working_directory_is_gone__says_so_and_adds_nothing(void **state)
{
    WCHAR path[HOST_TREE_PATH_MAX];

    (void)state;
    host_tree_folder(L"one");
    host_tree_file(L"s\\a.bin", 3000, 2);
    host_tree_file(L"s\\large.bin", 300 * KIB, 1);
    assert_hr(put_working_directory(host_tree_path(L"one")), S_OK);
    assert_true(RemoveDirectoryW(host_tree_path(L"one")));
    assert_hr(IFileSystemImage3_put_StageFiles(image, VARIANT_TRUE), S_OK);
    assert_hr(tree_add_tree(root, host_tree_path(L"s"), VARIANT_FALSE), (HRESULT)0xC0AAB138);
    assert_error_says(SOURCE_OF_DIRECTORY, wcscpy(path, host_tree_path(L"one") + 4), L"System error 3", NULL);
    assert_count(root, 0);
    assert_true(host_tree_is_closed(L"s\\large.bin"));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    static const struct CMUnitTest tests[] = {
        TEST(AddTree__stream_of_the_result__has_the_files_and_lets_go_of_them),
        TEST(AddTree__fails__says_what_and_why),
        TEST(AddFile__stream_ends_early__fails_at_the_file_alone),
        TEST(StageFiles__true__the_sources_are_free_and_the_stash_file_moves),
        TEST(AddTree__folder_with_the_stash_file__leaves_it_out),
        TEST(StageFiles__working_directory_is_gone__says_so_and_adds_nothing),
    };

    return cmocka_run_group_tests(tests, com_fixture_begin, com_fixture_end);
}
