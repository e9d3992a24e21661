/* iso: makes an image file of folders and files. */
#include "discctl/verbs.h"

#include <string.h>

#include "discctl/control.h"
#include "discctl/folder_image.h"
#include "discctl/memory.h"
#include "discctl/new_file.h"
#include "discctl/output.h"

enum { COPY_BYTES = 1 << 20 };

static void show(uint64_t done, uint64_t whole, bool is_quiet)
{
    static int shown = -1;
    int percent = whole ? (int)(done * 100 / whole) : 100;
    char *line;

    if (is_quiet || percent == shown || (percent / 10 == shown / 10 && shown >= 0 && !output_has_console())) return;
    shown = percent;
    line = memory_printf("writing %3d %%", percent);
    output_progress(line);
    memory_free(line);
}

/* The whole stream into the file. */
static bool copy(const struct folder_image *image, HANDLE file, const char *path, bool is_quiet,
                 struct failure *failure)
{
    uint8_t *bytes = memory_get(COPY_BYTES);
    uint64_t done = 0;
    bool is_good = true;

    while (is_good) {
        ULONG read = 0;
        DWORD written = 0;
        HRESULT hr = IStream_Read(image->stream, bytes, COPY_BYTES, &read);

        if (FAILED(hr)) {
            *failure = failure_take(hr);
            is_good = false;
        } else if (control_is_cancelled()) {
            *failure = failure_say(HRESULT_FROM_WIN32(ERROR_CANCELLED), "cancelled; %s was not written", path);
            is_good = false;
        } else if (!read) {
            break;
        } else if (!WriteFile(file, bytes, read, &written, NULL)) {
            *failure = new_file_cannot(path);
            is_good = false;
        } else if (written != read) {
            SetLastError(ERROR_DISK_FULL);
            *failure = new_file_cannot(path);
            is_good = false;
        }
        done += written;
        if (is_good) show(done, image->bytes, is_quiet);
    }
    memory_free(bytes);
    return is_good;
}

/* Into a file beside it, which takes the place of `path` when it is whole: what was there stays until then. */
static bool write_image(const struct folder_image *image, const char *path, bool is_quiet, struct failure *failure)
{
    wchar_t *beside;
    HANDLE file = new_file_beside(path, &beside, failure);
    bool is_written = false;

    if (file != INVALID_HANDLE_VALUE) {
        is_written = copy(image, file, path, is_quiet, failure);
        CloseHandle(file);
        if (is_written) {
            is_written = new_file_keep(path, beside, failure);
        } else {
            DeleteFileW(beside);
        }
    }
    memory_free(beside);
    return is_written;
}

/* What is read stays open until the end, and cannot be replaced then. */
static bool check_out(const struct image_wishes *wishes, const struct arguments *arguments, struct failure *failure)
{
    const char *const boots[] = {wishes->boot, wishes->efi};
    size_t i;

    for (i = 0; arguments->sources[i]; i++) {
        if (!new_file_is_apart(arguments->out, arguments->sources[i], "the image", "read", failure)) return false;
    }
    for (i = 0; i < sizeof boots / sizeof *boots; i++) {
        if (!new_file_is_apart(arguments->out, boots[i], "the image", "read", failure)) return false;
    }
    return true;
}

static bool make(struct folder_image *image, const struct image_wishes *wishes, const struct arguments *arguments,
                 struct failure *failure)
{
    return check_out(wishes, arguments, failure) && folder_image_begin(image, arguments->json, failure) &&
           folder_image_set_up(image, wishes, failure) && folder_image_add(image, arguments->sources, failure) &&
           folder_image_add_boot(image, wishes, failure) && folder_image_finish(image, failure) &&
           write_image(image, arguments->out, arguments->json, failure);
}

int verb_iso(const struct arguments *arguments)
{
    struct folder_image image;
    struct image_wishes wishes;
    struct failure failure;
    char *text;
    int code = image_wishes_read("iso", arguments, &wishes);

    if (code) return code;
    if (!arguments->out) return arguments_refuse("iso", "--out FILE is missing");
    control_heed();
    if (!make(&image, &wishes, arguments, &failure)) {
        output_progress_end();
        code = failure_report(&failure, arguments->json);
    } else {
        output_progress_end();
        text = folder_image_describe(&image);
        code = failure_report_success(arguments->json, "%s has %llu bytes: %s.", arguments->out,
                                      (unsigned long long)image.bytes, text);
        memory_free(text);
    }
    folder_image_end(&image);
    return code;
}
