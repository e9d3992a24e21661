/* imapi2fs/directory_item.c, directory_changes.c, item_path.c, item_enum.c: every member of IFsiDirectoryItem. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "com/com_fixture.h"
#include "com/tree_fixture.h"
#include "imapi2fserror.h"

#define SOURCE SOURCE_OF_DIRECTORY

static IFileSystemImage3 *image;
static IFsiDirectoryItem2 *root;

static int setup(void **state)
{
    int failed = com_fixture_setup(state);

    image = tree_image();
    root = tree_root(image);
    return failed;
}

static int teardown(void **state)
{
    IFsiDirectoryItem2_Release(root);
    IFileSystemImage3_Release(image);
    return com_fixture_teardown(state);
}

static IUnknown *identity_of(void *object)
{
    IUnknown *unknown;

    assert_hr(IUnknown_QueryInterface((IUnknown *)object, &IID_IUnknown, (void **)&unknown), S_OK);
    IUnknown_Release(unknown);
    return unknown;
}

/* A detached one has no path but its name. */
static void assert_detached(void *item, const WCHAR *name)
{
    assert_full_path(item, name);
}

/* -------------------------------------------------------------------------------------------------------- identity */

static void Root__asked_twice__is_one_object_that_keeps_the_image(void **state)
{
    IFsiDirectoryItem2 *again = tree_root(image);
    IFsiItem *item;

    (void)state;
    assert_ptr_equal(identity_of(again), identity_of(root));
    IFsiDirectoryItem2_Release(again);
    assert_hr(tree_add_directory(root, L"d"), S_OK);
    item = tree_get(root, L"\\");
    assert_ptr_equal(identity_of(item), identity_of(root));
    IFsiItem_Release(item);

    IFileSystemImage3_Release(image);
    assert_count(root, 1);
    item = tree_get(root, L"d");
    IFsiDirectoryItem2_Release(root);
    assert_full_path(item, L"\\d");
    IFsiItem_Release(item);
    image = tree_image();
    root = tree_root(image);
}

static void Item__asked_twice__is_one_object_and_a_new_one_after_its_end(void **state)
{
    IFsiItem *first, *second;

    (void)state;
    assert_hr(tree_add_directory(root, L"d"), S_OK);
    first = tree_get(root, L"d");
    second = tree_get(root, L"D");
    assert_ptr_equal(identity_of(first), identity_of(second));
    IFsiItem_Release(first);
    IFsiItem_Release(second);
    first = tree_get(root, L"d");
    assert_full_path(first, L"\\d");
    IFsiItem_Release(first);
}

enum { LOOKS = 2000, LOOKERS = 3 };

/* Returns how often it did not find what is always there. */
static DWORD WINAPI look(void *context)
{
    BSTR path = SysAllocString(L"d");
    DWORD failures = 0;
    IFsiItem *item;
    LONG count;
    int i;

    for (i = 0; i < LOOKS; i++) {
        if (IFsiDirectoryItem2_get_Item((IFsiDirectoryItem2 *)context, path, &item) != S_OK) {
            failures++;
            continue;
        }
        if (IFsiDirectoryItem2_get_Count((IFsiDirectoryItem2 *)context, &count) != S_OK || count < 1) failures++;
        IFsiItem_Release(item);
    }
    SysFreeString(path);
    return failures;
}

/* Objects come and go on every thread, so that an object's end meets somebody who asks for it. */
static void Item__several_threads_and_changes__is_always_found(void **state)
{
    HANDLE threads[LOOKERS];
    DWORD failures;
    IFsiItem *item;
    int i;

    (void)state;
    assert_hr(tree_add_directory(root, L"d"), S_OK);
    for (i = 0; i < LOOKERS; i++)
        assert_non_null(threads[i] = CreateThread(NULL, 0, look, root, 0, NULL));
    for (i = 0; i < LOOKS / 10; i++) {
        assert_hr(tree_add_directory(root, L"e"), S_OK);
        item = tree_get(root, L"e");
        IFsiItem_Release(item);
        assert_hr(tree_remove(root, L"e"), S_OK);
    }
    for (i = 0; i < LOOKERS; i++) {
        assert_int_equal(WaitForSingleObject(threads[i], 60000), WAIT_OBJECT_0);
        assert_true(GetExitCodeThread(threads[i], &failures));
        assert_int_equal(failures, 0);
        CloseHandle(threads[i]);
    }
    assert_count(root, 1);
}

static void QueryInterface__directory__answers_old_and_new_and_no_file(void **state)
{
    static const IID *const answered[] = {&IID_IFsiDirectoryItem2, &IID_IFsiDirectoryItem, &IID_IFsiItem,
                                          &IID_IDispatch,          &IID_ISupportErrorInfo, &IID_IProvideClassInfo};
    IUnknown *unknown;
    size_t i;

    (void)state;
    for (i = 0; i < ARRAYSIZE(answered); i++) {
        assert_hr(IFsiDirectoryItem2_QueryInterface(root, answered[i], (void **)&unknown), S_OK);
        IUnknown_Release(unknown);
    }
    assert_hr(IFsiDirectoryItem2_QueryInterface(root, &IID_IFsiFileItem, (void **)&unknown), E_NOINTERFACE);
    assert_null(unknown);
}

/* ------------------------------------------------------------------------------------------------------------- Item */

static void Item__both_separators_and_any_letter_case__is_found(void **state)
{
    static const WCHAR *const paths[] = {L"a\\b\\c", L"a/b/c", L"\\a\\b\\c", L"/A/b\\C", L"a\\\\b//c", L"a\\b\\c\\"};
    IFsiDirectoryItem2 *inner;
    IFsiItem *item;
    size_t i;

    (void)state;
    assert_hr(tree_add_directory(root, L"a"), S_OK);
    assert_hr(tree_add_directory(root, L"a\\b"), S_OK);
    assert_hr(tree_add_directory(root, L"a\\b\\c"), S_OK);
    for (i = 0; i < ARRAYSIZE(paths); i++) {
        item = tree_get(root, paths[i]);
        assert_no_error_info();
        assert_full_path(item, L"\\a\\b\\c");
        IFsiItem_Release(item);
    }
    inner = tree_directory(root, L"a");
    item = tree_get(inner, L"\\b"); /* from this directory, not from the root */
    assert_full_path(item, L"\\a\\b");
    IFsiItem_Release(item);
    IFsiDirectoryItem2_Release(inner);
}

static void Item__missing__is_item_not_found_and_names_the_path(void **state)
{
    IFsiItem *item;
    IFsiFileItem *file = tree_new_file(image, L"f");

    (void)state;
    assert_hr(tree_add(root, file), S_OK);
    assert_hr(tree_item(root, L"x", &item), 0xC0AAB118); /* IMAPI_E_ITEM_NOT_FOUND */
    assert_error_says(SOURCE, L"Getting an item of the directory failed (0xC0AAB118)", L"'x'", NULL);
    assert_hr(tree_item(root, L"x\\y", &item), 0xC0AAB118);
    assert_error_says(SOURCE, L"'x\\y'", NULL);
    assert_hr(tree_item(root, L"f\\y", &item), 0xC0AAB118); /* a file is no directory */
    assert_error_says(SOURCE, L"'f\\y'", NULL);
    assert_hr(tree_item(root, L"..", &item), 0xC0AAB110); /* IMAPI_E_INVALID_PATH */
    assert_error_says(SOURCE, L"'..'", NULL);
    assert_hr(tree_item(root, L"x\\a:b", &item), 0xC0AAB110);
    assert_hr(tree_item(root, L"", &item), 0xC0AAB101); /* IMAPI_E_INVALID_PARAM */
    assert_error_says(SOURCE, L"'path'", NULL);
    assert_hr(tree_item(root, NULL, &item), 0xC0AAB101);
    IFsiFileItem_Release(file);
}

static void getters__no_pointer__is_pointer(void **state)
{
    BSTR path = SysAllocString(L"x");

    (void)state;
    assert_hr(IFsiDirectoryItem2_get_Item(root, path, NULL), E_POINTER);
    assert_hr(IFsiDirectoryItem2_get_Item(root, NULL, NULL), E_POINTER); /* before the argument */
    assert_hr(IFsiDirectoryItem2_get_Count(root, NULL), E_POINTER);
    assert_error_says(SOURCE, L"Counting the items of the directory failed (0x80004003)", NULL);
    assert_hr(IFsiDirectoryItem2_get__NewEnum(root, NULL), E_POINTER);
    assert_hr(IFsiDirectoryItem2_get_EnumFsiItems(root, NULL), E_POINTER);
    assert_hr(IFsiDirectoryItem2_Add(root, NULL), E_POINTER);
    assert_hr(IFsiDirectoryItem2_AddFile(root, path, NULL), E_POINTER);
    assert_hr(IFsiDirectoryItem2_AddFile(root, NULL, NULL), E_POINTER);
    assert_error_says(SOURCE, L"Adding a file failed (0x80004003)", NULL);
    SysFreeString(path);
}

/* ----------------------------------------------------------------------------------------------------- enumerators */

static void assert_next_path(IEnumVARIANT *all, const WCHAR *path)
{
    VARIANT value;
    ULONG fetched;

    VariantInit(&value);
    assert_hr(IEnumVARIANT_Next(all, 1, &value, &fetched), path ? S_OK : S_FALSE);
    assert_int_equal(fetched, path ? 1 : 0);
    if (!path) return;
    assert_int_equal(V_VT(&value), VT_DISPATCH);
    assert_full_path(V_DISPATCH(&value), path); /* IDispatch is the default interface */
    VariantClear(&value);
}

static void NewEnum__directory__has_objects_in_the_order_of_adding_and_is_a_snapshot(void **state)
{
    IFsiFileItem *file = tree_new_file(image, L"a");
    IEnumVARIANT *all, *clone;

    (void)state;
    assert_hr(tree_add_directory(root, L"z"), S_OK);
    assert_hr(tree_add(root, file), S_OK);
    assert_hr(tree_add_directory(root, L"m"), S_OK);
    assert_hr(IFsiDirectoryItem2_get__NewEnum(root, &all), S_OK);
    assert_no_error_info();
    assert_hr(tree_add_directory(root, L"late"), S_OK);
    assert_hr(tree_remove(root, L"m"), S_OK);
    assert_next_path(all, L"\\z");
    assert_hr(IEnumVARIANT_Clone(all, &clone), S_OK);
    assert_next_path(all, L"\\a");
    assert_next_path(all, L"m"); /* removed: detached, but still in the snapshot */
    assert_next_path(all, NULL);
    assert_next_path(clone, L"\\a");
    IEnumVARIANT_Release(clone);
    IEnumVARIANT_Release(all);
    IFsiFileItem_Release(file);
}

static void EnumFsiItems__directory__gives_the_same_objects(void **state)
{
    IFsiItem *items[3], *z;
    IEnumFsiItems *all;
    ULONG fetched = 7;

    (void)state;
    assert_hr(tree_add_directory(root, L"z"), S_OK);
    assert_hr(tree_add_directory(root, L"a"), S_OK);
    z = tree_get(root, L"z");
    assert_hr(IFsiDirectoryItem2_get_EnumFsiItems(root, &all), S_OK);
    assert_hr(IEnumFsiItems_Next(all, 0, items, &fetched), S_OK);
    assert_int_equal(fetched, 0);
    assert_hr(IEnumFsiItems_Next(all, 2, items, NULL), E_INVALIDARG);
    assert_hr(IEnumFsiItems_Next(all, 3, items, &fetched), S_FALSE);
    assert_int_equal(fetched, 2);
    assert_ptr_equal(items[0], z);
    assert_full_path(items[1], L"\\a");
    assert_null(items[2]);
    IFsiItem_Release(items[0]);
    IFsiItem_Release(items[1]);
    assert_hr(IEnumFsiItems_Skip(all, 1), S_FALSE);
    IEnumFsiItems_Reset(all);
    assert_hr(IEnumFsiItems_Skip(all, 1), S_OK);
    assert_hr(IEnumFsiItems_Next(all, 1, items, NULL), S_OK);
    assert_full_path(items[0], L"\\a");
    IFsiItem_Release(items[0]);
    IFsiItem_Release(z);
    IFsiDirectoryItem2_Release(root); /* the enumerator keeps the image */
    IFileSystemImage3_Release(image);
    assert_hr(IEnumFsiItems_Next(all, 1, items, NULL), S_FALSE);
    IEnumFsiItems_Release(all);
    image = tree_image();
    root = tree_root(image);
}

/* ---------------------------------------------------------------------------------------------------- AddDirectory */

static void AddDirectory__new_name__counts_as_one_change(void **state)
{
    LONG count;

    (void)state;
    assert_hr(tree_add_directory(root, L"d"), S_OK);
    assert_no_error_info();
    assert_hr(tree_add_directory(root, L"\\d/e\\"), S_OK);
    assert_int_equal(tree_change_point(image), 2);
    assert_hr(IFileSystemImage3_get_DirectoryCount(image, &count), S_OK);
    assert_int_equal(count, 3);
    assert_count(root, 1);
}

static void AddDirectory__wrong_path__says_why_and_changes_nothing(void **state)
{
    IFsiFileItem *file = tree_new_file(image, L"f");

    (void)state;
    assert_hr(tree_add(root, file), S_OK);
    assert_hr(tree_add_directory(root, L"d"), S_OK);
    assert_hr(tree_add_directory(root, NULL), 0xC0AAB101); /* IMAPI_E_INVALID_PARAM */
    assert_error_says(SOURCE, L"Adding a directory failed (0xC0AAB101)", L"'path'", NULL);
    assert_hr(tree_add_directory(root, L"\\/"), 0xC0AAB110); /* IMAPI_E_INVALID_PATH */
    assert_hr(tree_add_directory(root, L"a<b"), 0xC0AAB110);
    assert_error_says(SOURCE, L"'a<b'", NULL);
    assert_hr(tree_add_directory(root, L"..\\b"), 0xC0AAB110);
    assert_hr(tree_add_directory(root, L"x\\a*b"), 0xC0AAB110); /* before the parent */
    assert_hr(tree_add_directory(root, L"x\\y"), 0xC0AAB11A);   /* IMAPI_E_DIR_NOT_FOUND */
    assert_error_says(SOURCE, L"'x\\y'", NULL);
    assert_hr(tree_add_directory(root, L"f\\y"), 0xC0AAB109); /* IMAPI_E_NOT_DIR */
    assert_error_says(SOURCE, L"'f\\y'", NULL);
    assert_hr(tree_add_directory(root, L"f\\y\\z"), 0xC0AAB109);
    assert_hr(tree_add_directory(root, L"D\\"), 0xC0AAB112); /* IMAPI_E_DUP_NAME */
    assert_error_says(SOURCE, L"'D'", NULL);
    assert_hr(tree_add_directory(root, L"F"), 0xC0AAB112);
    assert_int_equal(tree_change_point(image), 2);
    assert_count(root, 2);
    IFsiFileItem_Release(file);
}

static void AddDirectory__ninth_level__is_too_deep_beside_iso9660_alone(void **state)
{
    (void)state;
    assert_hr(tree_add_directory(root, L"2"), S_OK);
    assert_hr(tree_add_directory(root, L"2\\3"), S_OK);
    assert_hr(tree_add_directory(root, L"2\\3\\4"), S_OK);
    assert_hr(tree_add_directory(root, L"2\\3\\4\\5"), S_OK);
    assert_hr(tree_add_directory(root, L"2\\3\\4\\5\\6"), S_OK);
    assert_hr(tree_add_directory(root, L"2\\3\\4\\5\\6\\7"), S_OK);
    assert_hr(tree_add_directory(root, L"2\\3\\4\\5\\6\\7\\8"), S_OK);
    assert_hr(tree_add_directory(root, L"2\\3\\4\\5\\6\\7\\8\\9"), 0xC0AAB131); /* IMAPI_E_ISO9660_LEVELS */
    assert_error_says(SOURCE, L"(0xC0AAB131)", NULL);
    assert_int_equal(tree_change_point(image), 7);
    assert_hr(IFileSystemImage3_put_FileSystemsToCreate(image, FsiFileSystemUDF), S_OK);
    assert_hr(tree_add_directory(root, L"2\\3\\4\\5\\6\\7\\8\\9"), S_OK);
}

static void AddDirectory__restricted_characters__is_a_violation(void **state)
{
    (void)state;
    assert_hr(tree_add_directory(root, L"\x00FC"), S_OK);
    assert_hr(IFileSystemImage3_put_UseRestrictedCharacterSet(image, VARIANT_TRUE), S_OK);
    assert_hr(tree_add_directory(root, L"\x00E4"), 0xC0AAB111); /* IMAPI_E_RESTRICTED_NAME_VIOLATION */
    assert_error_says(SOURCE, L"'\x00E4'", NULL);
    assert_hr(tree_add_directory(root, L"\x00FC\\plain"), S_OK); /* an item that is there already */
    assert_hr(tree_add_directory(root, L"a\x7F~"), S_OK);
}

static void AddDirectory__limit_of_blocks__is_kept(void **state)
{
    LONG used, more;

    (void)state;
    assert_hr(tree_add_directory(root, L"d"), S_OK);
    assert_hr(IFileSystemImage3_get_UsedBlocks(image, &used), S_OK);
    assert_hr(IFileSystemImage3_put_FreeMediaBlocks(image, used), S_OK);
    assert_hr(tree_add_directory(root, L"e"), 0xC0AAB120); /* IMAPI_E_IMAGE_SIZE_LIMIT */
    assert_error_says(SOURCE, L"'e'", NULL);
    assert_count(root, 1);
    assert_int_equal(tree_change_point(image), 1);
    assert_hr(IFileSystemImage3_put_FreeMediaBlocks(image, -1), S_OK);
    assert_hr(tree_add_directory(root, L"e"), S_OK);
    assert_hr(IFileSystemImage3_get_UsedBlocks(image, &more), S_OK);
    assert_true(more > used);
}

/* -------------------------------------------------------------------------------------------------------------- Add */

static void Add__new_items__are_the_same_objects_in_the_tree(void **state)
{
    IFsiDirectoryItem2 *directory = tree_new_directory(image, L"d");
    IFsiFileItem *file = tree_new_file(image, L"f");
    IFsiItem *found;

    (void)state;
    assert_detached(directory, L"d");
    assert_hr(tree_add(root, directory), S_OK);
    assert_no_error_info();
    assert_hr(tree_add(directory, file), S_OK);
    assert_full_path(file, L"\\d\\f");
    found = tree_get(root, L"D\\F");
    assert_ptr_equal(identity_of(found), identity_of(file));
    assert_int_equal(tree_change_point(image), 2);
    IFsiItem_Release(found);
    IFsiFileItem_Release(file);
    IFsiDirectoryItem2_Release(directory);
}

static void Add__wrong_item__says_why(void **state)
{
    IFileSystemImage3 *other_image = tree_image();
    IFsiDirectoryItem2 *directory = tree_new_directory(image, L"d"), *loose = tree_new_directory(image, L"loose");
    IFsiFileItem *foreign = tree_new_file(other_image, L"f"), *same_name = tree_new_file(image, L"D");

    (void)state;
    assert_hr(tree_add(root, directory), S_OK);
    assert_hr(tree_add(root, directory), 0xC0AAB101); /* IMAPI_E_INVALID_PARAM */
    assert_error_says(SOURCE, L"Adding an item failed (0xC0AAB101)", L"'item'", NULL);
    assert_hr(tree_add(root, foreign), 0xC0AAB101);
    assert_hr(tree_add(root, root), 0xC0AAB101);
    assert_hr(tree_add(root, image), E_NOINTERFACE);
    assert_hr(tree_add(root, same_name), 0xC0AAB112); /* IMAPI_E_DUP_NAME */
    assert_error_says(SOURCE, L"'D'", NULL);
    assert_detached(same_name, L"D");
    assert_hr(tree_add(loose, same_name), 0xC0AAB10B); /* IMAPI_E_NOT_IN_FILE_SYSTEM */
    assert_error_says(SOURCE, L"'loose'", NULL);
    assert_hr(tree_add(loose, directory), 0xC0AAB101); /* the argument comes first */
    assert_int_equal(tree_change_point(image), 1);
    IFsiFileItem_Release(same_name);
    IFsiFileItem_Release(foreign);
    IFsiDirectoryItem2_Release(loose);
    IFsiDirectoryItem2_Release(directory);
    IFileSystemImage3_Release(other_image);
}

static void members__directory_outside_the_tree__is_not_in_file_system(void **state)
{
    IFsiDirectoryItem2 *loose = tree_new_directory(image, L"loose");
    IFileSystemImageResult *result;
    IEnumVARIANT *all;
    IFsiItem *item;

    (void)state;
    assert_hr(tree_add_directory(loose, L"d"), 0xC0AAB10B);
    assert_error_says(SOURCE, L"'loose'", NULL);
    assert_hr(tree_add_directory(loose, NULL), 0xC0AAB101); /* the argument comes first */
    assert_hr(tree_add_tree(loose, L"C:\\", VARIANT_FALSE), 0xC0AAB10B);
    assert_hr(tree_remove(loose, L"d"), 0xC0AAB10B);
    assert_hr(tree_remove_tree(loose, L"\\"), 0xC0AAB10B);
    assert_count(loose, 0);
    assert_hr(tree_item(loose, L"d", &item), 0xC0AAB118);
    assert_hr(IFsiDirectoryItem2_get__NewEnum(loose, &all), S_OK);
    assert_next_path(all, NULL);
    IEnumVARIANT_Release(all);
    result = tree_freeze(image);
    assert_hr(tree_add_directory(loose, L"d"), 0xC0AAB10B); /* before frozen */
    IFileSystemImageResult_Release(result);
    IFsiDirectoryItem2_Release(loose);
}

static void changes__frozen_image__are_readonly(void **state)
{
    IFsiDirectoryItem2 *loose = tree_new_directory(image, L"loose");
    IFileSystemImageResult *result;

    (void)state;
    assert_hr(tree_add_directory(root, L"d"), S_OK);
    result = tree_freeze(image);
    assert_hr(tree_add_directory(root, L"d"), 0xC0AAB102); /* IMAPI_E_READONLY, before the collision */
    assert_error_says(SOURCE, L"Adding a directory failed (0xC0AAB102)", NULL);
    assert_hr(tree_add(root, loose), 0xC0AAB102);
    assert_hr(tree_add_tree(root, L"C:\\nowhere", VARIANT_FALSE), 0xC0AAB102);
    assert_hr(tree_remove(root, L"x"), 0xC0AAB102);
    assert_hr(tree_remove_tree(root, L"x"), 0xC0AAB102);
    IFileSystemImageResult_Release(result);
    assert_hr(tree_add(root, loose), S_OK);
    IFsiDirectoryItem2_Release(loose);
}

/* ------------------------------------------------------------------------------------------- Remove and RemoveTree */

static void Remove__file_or_empty_directory__becomes_loose_and_can_be_added_again(void **state)
{
    IFsiFileItem *file = tree_new_file(image, L"f");
    IFsiItem *item;

    (void)state;
    assert_hr(tree_add_directory(root, L"d"), S_OK);
    assert_hr(tree_add(root, file), S_OK);
    assert_hr(tree_remove(root, L"\\F"), S_OK);
    assert_no_error_info();
    assert_detached(file, L"f");
    assert_hr(tree_item(root, L"f", &item), 0xC0AAB118);
    assert_hr(tree_remove(root, L"d"), S_OK);
    assert_count(root, 0);
    assert_int_equal(tree_change_point(image), 4);
    assert_hr(tree_add(root, file), S_OK);
    assert_full_path(file, L"\\f");
    IFsiFileItem_Release(file);
}

static void Remove__wrong_path__says_why(void **state)
{
    IFsiFileItem *file = tree_new_file(image, L"f");
    IFsiDirectoryItem2 *directory;

    (void)state;
    assert_hr(tree_add_directory(root, L"d"), S_OK);
    directory = tree_directory(root, L"d");
    assert_hr(tree_add(directory, file), S_OK);
    assert_hr(tree_remove(root, L""), 0xC0AAB101);
    assert_error_says(SOURCE, L"Removing an item failed (0xC0AAB101)", L"'path'", NULL);
    assert_hr(tree_remove(root, L"d"), 0xC0AAB10A); /* IMAPI_E_DIR_NOT_EMPTY */
    assert_error_says(SOURCE, L"'d'", NULL);
    assert_hr(tree_remove(root, L"\\"), 0xC0AAB10A); /* the root has children */
    assert_hr(tree_remove(root, L"x"), 0xC0AAB118);  /* IMAPI_E_ITEM_NOT_FOUND */
    assert_error_says(SOURCE, L"'x'", NULL);
    assert_hr(tree_remove(root, L"x\\y"), 0xC0AAB118);
    assert_hr(tree_remove(root, L"d\\f\\y"), 0xC0AAB109); /* IMAPI_E_NOT_DIR */
    assert_hr(tree_remove(root, L"a|b"), 0xC0AAB110);     /* IMAPI_E_INVALID_PATH */
    assert_int_equal(tree_change_point(image), 2);
    assert_hr(tree_remove(directory, L"f"), S_OK);
    assert_hr(tree_remove(directory, L"\\"), 0xC0AAB110); /* a directory does not remove itself */
    assert_hr(tree_remove(root, L"d"), S_OK);
    assert_hr(tree_remove(root, L"\\"), 0xC0AAB110);
    IFsiDirectoryItem2_Release(directory);
    IFsiFileItem_Release(file);
}

static void RemoveTree__subtree__leaves_loose_items_without_children(void **state)
{
    IFsiFileItem *file = tree_new_file(image, L"f");
    IFsiDirectoryItem2 *outer, *inner;
    LONG count;

    (void)state;
    assert_hr(tree_add_directory(root, L"d"), S_OK);
    assert_hr(tree_add_directory(root, L"d\\e"), S_OK);
    outer = tree_directory(root, L"d");
    inner = tree_directory(outer, L"e");
    assert_hr(tree_add(inner, file), S_OK);
    assert_hr(tree_remove_tree(root, L"d"), S_OK);
    assert_no_error_info();
    assert_int_equal(tree_change_point(image), 4);
    assert_detached(outer, L"d");
    assert_detached(inner, L"e");
    assert_detached(file, L"f");
    assert_count(outer, 0);
    assert_count(inner, 0);
    assert_hr(IFileSystemImage3_get_DirectoryCount(image, &count), S_OK);
    assert_int_equal(count, 1);
    assert_hr(tree_add(root, inner), S_OK);
    assert_hr(tree_add(inner, file), S_OK);
    assert_full_path(file, L"\\e\\f");

    assert_hr(IFileSystemImage3_RollbackToChangePoint(image, 3), S_OK); /* the same objects, back in their places */
    assert_full_path(file, L"\\d\\e\\f");
    assert_full_path(outer, L"\\d");
    assert_count(outer, 1);
    assert_count(inner, 1);
    IFsiDirectoryItem2_Release(outer);
    IFsiDirectoryItem2_Release(inner);
    IFsiFileItem_Release(file);
}

static void RemoveTree__root__is_emptied(void **state)
{
    IFsiDirectoryItem2 *directory;

    (void)state;
    assert_hr(tree_add_directory(root, L"d"), S_OK);
    assert_hr(tree_add_directory(root, L"d\\e"), S_OK);
    directory = tree_directory(root, L"d");
    assert_hr(tree_remove_tree(directory, L"\\"), 0xC0AAB110); /* a directory does not remove itself */
    assert_hr(tree_remove_tree(root, L"\\"), S_OK);
    assert_count(root, 0);
    assert_full_path(root, L"");
    assert_hr(tree_remove_tree(root, L"/"), S_OK); /* an empty one, too */
    assert_int_equal(tree_change_point(image), 4);
    IFsiDirectoryItem2_Release(directory);
}

static void RemoveTree__wrong_path__says_why(void **state)
{
    IFsiFileItem *file = tree_new_file(image, L"f");

    (void)state;
    assert_hr(tree_add(root, file), S_OK);
    assert_hr(tree_remove_tree(root, L"f"), 0xC0AAB109); /* IMAPI_E_NOT_DIR */
    assert_error_says(SOURCE, L"Removing a directory failed (0xC0AAB109)", L"'f'", NULL);
    assert_hr(tree_remove_tree(root, L"x"), 0xC0AAB11A); /* IMAPI_E_DIR_NOT_FOUND */
    assert_error_says(SOURCE, L"'x'", NULL);
    assert_hr(tree_remove_tree(root, L"f\\y"), 0xC0AAB109);
    assert_hr(tree_remove_tree(root, NULL), 0xC0AAB101);
    assert_count(root, 1);
    IFsiFileItem_Release(file);
}

/* ---------------------------------------------------------------------------------------------------------- AddTree */

static void AddTree__nothing_given_or_nothing_there__says_why(void **state)
{
    (void)state;
    assert_hr(tree_add_tree(root, NULL, VARIANT_TRUE), 0xC0AAB101);
    assert_error_says(SOURCE, L"Adding a folder of this computer failed (0xC0AAB101)", L"'sourceDirectory'", NULL);
    assert_hr(tree_add_tree(root, L"C:\\nowhere at all", VARIANT_TRUE), HRESULT_FROM_WIN32(ERROR_FILE_NOT_FOUND));
    assert_int_equal(tree_change_point(image), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(Root__asked_twice__is_one_object_that_keeps_the_image, setup, teardown),
        cmocka_unit_test_setup_teardown(Item__asked_twice__is_one_object_and_a_new_one_after_its_end, setup, teardown),
        cmocka_unit_test_setup_teardown(Item__several_threads_and_changes__is_always_found, setup, teardown),
        cmocka_unit_test_setup_teardown(QueryInterface__directory__answers_old_and_new_and_no_file, setup, teardown),
        cmocka_unit_test_setup_teardown(Item__both_separators_and_any_letter_case__is_found, setup, teardown),
        cmocka_unit_test_setup_teardown(Item__missing__is_item_not_found_and_names_the_path, setup, teardown),
        cmocka_unit_test_setup_teardown(getters__no_pointer__is_pointer, setup, teardown),
        cmocka_unit_test_setup_teardown(NewEnum__directory__has_objects_in_the_order_of_adding_and_is_a_snapshot, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(EnumFsiItems__directory__gives_the_same_objects, setup, teardown),
        cmocka_unit_test_setup_teardown(AddDirectory__new_name__counts_as_one_change, setup, teardown),
        cmocka_unit_test_setup_teardown(AddDirectory__wrong_path__says_why_and_changes_nothing, setup, teardown),
        cmocka_unit_test_setup_teardown(AddDirectory__ninth_level__is_too_deep_beside_iso9660_alone, setup, teardown),
        cmocka_unit_test_setup_teardown(AddDirectory__restricted_characters__is_a_violation, setup, teardown),
        cmocka_unit_test_setup_teardown(AddDirectory__limit_of_blocks__is_kept, setup, teardown),
        cmocka_unit_test_setup_teardown(Add__new_items__are_the_same_objects_in_the_tree, setup, teardown),
        cmocka_unit_test_setup_teardown(Add__wrong_item__says_why, setup, teardown),
        cmocka_unit_test_setup_teardown(members__directory_outside_the_tree__is_not_in_file_system, setup, teardown),
        cmocka_unit_test_setup_teardown(changes__frozen_image__are_readonly, setup, teardown),
        cmocka_unit_test_setup_teardown(Remove__file_or_empty_directory__becomes_loose_and_can_be_added_again, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(Remove__wrong_path__says_why, setup, teardown),
        cmocka_unit_test_setup_teardown(RemoveTree__subtree__leaves_loose_items_without_children, setup, teardown),
        cmocka_unit_test_setup_teardown(RemoveTree__root__is_emptied, setup, teardown),
        cmocka_unit_test_setup_teardown(RemoveTree__wrong_path__says_why, setup, teardown),
        cmocka_unit_test_setup_teardown(AddTree__nothing_given_or_nothing_there__says_why, setup, teardown),
    };

    return cmocka_run_group_tests(tests, com_fixture_begin, com_fixture_end);
}
