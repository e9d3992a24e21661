/* Fills an MsftFileSystemImage from paths of this computer. */
#include "discctl/folder_image.h"

#include <string.h>

#include "imapi2error.h"
#include "imapi2fserror.h"
#include "openimapi2fs.h"

#include "discctl/files.h"
#include "discctl/media_words.h"
#include "discctl/memory.h"
#include "discctl/output.h"
#include "discctl/recorders.h"
#include "discctl/sink.h"

struct named {
    const char *name;
    LONG value;
};

/* Each ends with a name of NULL. */
static const struct named systems[] = {
    {"iso", FsiFileSystemISO9660},
    {"joliet", FsiFileSystemJoliet},
    {"udf", FsiFileSystemUDF},
    {NULL, 0},
};
static const struct named revisions[] = {
    {"1.02", 0x0102}, {"1.50", 0x0150}, {"2.00", 0x0200}, {"2.01", 0x0201},
    {"2.50", 0x0250}, {"2.60", 0x0260}, {NULL, 0},
};
static const struct named emulations[] = {
    {"none", EmulationNone},       {"1.2", Emulation12MFloppy}, {"1.44", Emulation144MFloppy},
    {"2.88", Emulation288MFloppy}, {"hd", EmulationHardDisk},   {NULL, 0},
};

/* The row whose name these bytes are, or the last one. */
static const struct named *find(const struct named *rows, const char *name, size_t count)
{
    while (rows->name && (strlen(rows->name) != count || strncmp(rows->name, name, count) != 0))
        rows++;
    return rows;
}

/* "iso,joliet,udf". False: a word is none of them. */
static bool read_systems(const char *text, FsiFileSystems *value)
{
    for (;;) {
        size_t count = strcspn(text, ",");
        const struct named *row = find(systems, text, count);

        if (!row->name) return false;
        *value = (FsiFileSystems)(*value | row->value);
        if (!text[count]) return true;
        text += count + 1;
    }
}

static int read_media(const char *verb, const struct arguments *arguments, struct image_wishes *wishes)
{
    LONG type = media_type_from_name(arguments->media);

    if (type == IMAPI_MEDIA_TYPE_UNKNOWN)
        return arguments_refuse(verb, "there is no medium \"%s\"; there are cd-r, dvd+r, dvd+r-dl, dvd-rw, bd-re ...",
                                arguments->media);
    wishes->media = (IMAPI_MEDIA_PHYSICAL_TYPE)type;
    wishes->has_media = true;
    return EXIT_DONE;
}

static int read_boot(const char *verb, const struct arguments *arguments, struct image_wishes *wishes)
{
    const struct named *row;

    wishes->boot = arguments->boot;
    wishes->efi = arguments->efi;
    if (!arguments->emulation) return EXIT_DONE;
    if (!arguments->boot) return arguments_refuse(verb, "--emulation belongs to --boot");
    row = find(emulations, arguments->emulation, strlen(arguments->emulation));
    if (!row->name)
        return arguments_refuse(verb, "--emulation takes none, 1.2, 1.44, 2.88 or hd, not \"%s\"",
                                arguments->emulation);
    wishes->emulation = (EmulationType)row->value;
    wishes->has_emulation = true;
    return EXIT_DONE;
}

int image_wishes_read(const char *verb, const struct arguments *arguments, struct image_wishes *wishes)
{
    const struct named *row;

    memset(wishes, 0, sizeof *wishes);
    wishes->label = arguments->label;
    wishes->has_no_mirror = (arguments->given & OPTION_NO_MIRROR) != 0;
    wishes->is_strict = (arguments->given & OPTION_STRICT) != 0;
    if (arguments->fs && !read_systems(arguments->fs, &wishes->systems))
        return arguments_refuse(verb, "--fs takes iso, joliet and udf with commas between, not \"%s\"", arguments->fs);
    if (wishes->systems & FsiFileSystemJoliet && !(wishes->systems & FsiFileSystemISO9660))
        return arguments_refuse(verb, "joliet needs iso: give both, as in --fs iso,joliet");
    if (arguments->udf) {
        row = find(revisions, arguments->udf, strlen(arguments->udf));
        if (!row->name)
            return arguments_refuse(verb, "--udf takes 1.02, 1.50, 2.00, 2.01, 2.50 or 2.60, not \"%s\"",
                                    arguments->udf);
        if (wishes->systems && !(wishes->systems & FsiFileSystemUDF))
            return arguments_refuse(verb, "--udf needs udf among the file systems of --fs");
        wishes->udf_revision = row->value;
    }
    if (arguments->media && read_media(verb, arguments, wishes) != EXIT_DONE) return EXIT_USAGE;
    return read_boot(verb, arguments, wishes);
}

/* -------------------------------------------------------------------------------------------------------- progress */

static HRESULT on_update(struct sink *sink, DISPID member, const DISPPARAMS *parameters);

static struct {
    struct sink sink;
    bool is_shown;
} adding = {.sink = SINK_BEGIN(&IID_DFileSystemImageEvents, on_update)};

/* Update (object, currentFile, copiedSectors, totalSectors), the last one first. Each file is shown once, where one
 * line takes the place of the other.
 */
static HRESULT on_update(struct sink *sink, DISPID member, const DISPPARAMS *parameters)
{
    char *path, *line;

    (void)sink;
    if (member != DISPID_DFILESYSTEMIMAGEEVENTS_UPDATE) return DISP_E_MEMBERNOTFOUND;
    if (parameters->cArgs != 4) return DISP_E_BADPARAMCOUNT;
    if (V_VT(&parameters->rgvarg[2]) != VT_BSTR || V_VT(&parameters->rgvarg[1]) != VT_I4) return DISP_E_TYPEMISMATCH;
    if (V_I4(&parameters->rgvarg[1]) != 0) return S_OK;
    path = memory_utf8(V_BSTR(&parameters->rgvarg[2]));
    line = memory_printf("adding %.60s", path);
    output_progress(line);
    memory_free(line);
    memory_free(path);
    return S_OK;
}

/* ----------------------------------------------------------------------------------------------------- the image */

bool folder_image_begin(struct folder_image *image, bool is_quiet, struct failure *failure)
{
    HRESULT hr;

    memset(image, 0, sizeof *image);
    hr = recorders_create(&CLSID_OpenIMAPI2_MsftFileSystemImage, &CLSID_MsftFileSystemImage, &IID_IFileSystemImage3,
                          (void **)&image->image);
    if (FAILED(hr)) {
        *failure = failure_take(hr);
        return false;
    }
    adding.is_shown = !is_quiet && output_has_console();
    if (adding.is_shown) sink_connect(&adding.sink, (IUnknown *)image->image);
    return true;
}

/* An HRESULT of one of the image's calls. */
static bool is_done(HRESULT hr, struct failure *failure)
{
    if (FAILED(hr)) *failure = failure_take(hr);
    return SUCCEEDED(hr);
}

bool folder_image_name(struct folder_image *image, const char *label, struct failure *failure)
{
    wchar_t *wide;
    bool is_set;
    BSTR name;

    if (!label) return true;
    wide = memory_wide(label);
    name = SysAllocString(wide);
    is_set = is_done(IFileSystemImage3_put_VolumeName(image->image, name), failure);
    SysFreeString(name);
    memory_free(wide);
    return is_set;
}

static bool set_file_systems(struct folder_image *image, const struct image_wishes *wishes, struct failure *failure)
{
    FsiFileSystems chosen = wishes->systems;

    if (wishes->has_media &&
        !is_done(IFileSystemImage3_ChooseImageDefaultsForMediaType(image->image, wishes->media), failure))
        return false;
    if (!chosen && wishes->udf_revision) { /* UDF is wanted, beside whatever there would be */
        if (!is_done(IFileSystemImage3_get_FileSystemsToCreate(image->image, &chosen), failure)) return false;
        chosen = (FsiFileSystems)(chosen | FsiFileSystemUDF);
    }
    if (chosen && !is_done(IFileSystemImage3_put_FileSystemsToCreate(image->image, chosen), failure)) return false;
    return !wishes->udf_revision ||
           is_done(IFileSystemImage3_put_UDFRevision(image->image, wishes->udf_revision), failure);
}

bool folder_image_set_up(struct folder_image *image, const struct image_wishes *wishes, struct failure *failure)
{
    if (!wishes->has_media && !is_done(IFileSystemImage3_put_FreeMediaBlocks(image->image, 0), failure)) return false;
    if (!set_file_systems(image, wishes, failure)) return false;
    if (wishes->is_strict &&
        !is_done(IFileSystemImage3_put_StrictFileSystemCompliance(image->image, VARIANT_TRUE), failure))
        return false;
    if (wishes->has_no_mirror &&
        !is_done(IFileSystemImage3_put_CreateRedundantUdfMetadataFiles(image->image, VARIANT_FALSE), failure))
        return false;
    return folder_image_name(image, wishes->label, failure);
}

/* The path as the image and the image manager take it; SysFreeString(). False, and failure is set. */
static bool take_path(const char *path, BSTR *out, struct failure *failure)
{
    wchar_t *absolute = file_absolute_path(path);

    *out = NULL;
    if (absolute) {
        *out = SysAllocString(absolute);
    } else {
        *failure = failure_say(HRESULT_FROM_WIN32(ERROR_BAD_PATHNAME), "%s is no path", path);
    }
    memory_free(absolute);
    return *out != NULL;
}

/* What helps where the image's own words are not enough. */
static void add_advice(const struct folder_image *image, struct failure *failure)
{
    struct failure plain = *failure;
    const char *advice;

    switch (plain.hresult) {
    case IMAPI_E_IMAGE_SIZE_LIMIT:
    case IMAPI_E_IMAGE_TOO_BIG:
        advice = image->is_for_disc ? " The disc has no more room."
                                    : " --media names a larger disc; without it there is no limit.";
        break;
    case IMAPI_E_DATA_TOO_BIG:
        advice = " --fs udf takes files of any size.";
        break;
    case IMAPI_E_NO_SUPPORTED_FILE_SYSTEM:
    case IMAPI_E_INCOMPATIBLE_PREVIOUS_SESSION:
    case IMAPI_E_UDF_NOT_WRITE_COMPATIBLE:
        advice = " --new burns the folder without what is on the disc.";
        break;
    case IMAPI_E_ISO9660_LEVELS:
        advice = " --fs udf takes folders of any depth.";
        break;
    default:
        return;
    }
    *failure = failure_say(plain.hresult, "%s%s", plain.text, advice);
    failure_free(&plain);
}

bool folder_image_choose(struct folder_image *image, IDiscRecorder2 *recorder, LONG start, struct failure *failure)
{
    image->is_for_disc = true;
    return is_done(IFileSystemImage3_ChooseImageDefaults(image->image, recorder), failure) &&
           (!start || is_done(IFileSystemImage3_put_SessionStartBlock(image->image, start), failure));
}

bool folder_image_continue(struct folder_image *image, IDiscFormat2Data *writer, struct failure *failure)
{
    FsiFileSystems imported;
    SAFEARRAY *sessions;
    bool is_continued;

    image->is_for_disc = true;
    if (!is_done(IDiscFormat2Data_get_MultisessionInterfaces(writer, &sessions), failure)) return false;
    is_continued = is_done(IFileSystemImage3_put_MultisessionInterfaces(image->image, sessions), failure) &&
                   is_done(IFileSystemImage3_ImportFileSystem(image->image, &imported), failure);
    SafeArrayDestroy(sessions);
    if (!is_continued) add_advice(image, failure);
    return is_continued;
}

bool folder_image_add(struct folder_image *image, char *const *sources, struct failure *failure)
{
    bool has_own_name = sources[1] || !file_is_folder(sources[0]), is_added;
    IFsiDirectoryItem *root;

    is_added = is_done(IFileSystemImage3_get_Root(image->image, &root), failure);
    if (!is_added) return false;
    for (; *sources && is_added; sources++) {
        BSTR source;

        is_added =
            take_path(*sources, &source, failure) &&
            is_done(IFsiDirectoryItem_AddTree(root, source, has_own_name ? VARIANT_TRUE : VARIANT_FALSE), failure);
        SysFreeString(source);
    }
    IFsiDirectoryItem_Release(root);
    if (adding.is_shown) output_progress_end();
    if (!is_added) add_advice(image, failure);
    return is_added;
}

/* The file as a stream of its own, which lives as long as it is held. */
static bool open_stream(const char *path, IStream **stream, struct failure *failure)
{
    IIsoImageManager *manager = NULL;
    bool is_open;
    BSTR name;

    *stream = NULL;
    is_open = take_path(path, &name, failure) &&
              is_done(recorders_create(&CLSID_OpenIMAPI2_MsftIsoImageManager, &CLSID_MsftIsoImageManager,
                                       &IID_IIsoImageManager, (void **)&manager),
                      failure) &&
              is_done(IIsoImageManager_SetPath(manager, name), failure) &&
              is_done(IIsoImageManager_get_Stream(manager, stream), failure);
    if (manager) IIsoImageManager_Release(manager);
    SysFreeString(name);
    return is_open;
}

/* emulation: NULL leaves what the size of the boot image says. */
static bool make_boot_options(const char *path, PlatformId platform, const EmulationType *emulation,
                              IBootOptions **options, struct failure *failure)
{
    IStream *stream;
    bool is_made;

    *options = NULL;
    if (!open_stream(path, &stream, failure)) return false;
    is_made = is_done(recorders_create(&CLSID_OpenIMAPI2_BootOptions, &CLSID_BootOptions, &IID_IBootOptions,
                                       (void **)options),
                      failure) &&
              is_done(IBootOptions_AssignBootImage(*options, stream), failure) &&
              (!emulation || is_done(IBootOptions_put_Emulation(*options, *emulation), failure)) &&
              is_done(IBootOptions_put_PlatformId(*options, platform), failure);
    IStream_Release(stream);
    if (is_made || !*options) return is_made;
    IBootOptions_Release(*options);
    *options = NULL;
    return false;
}

bool folder_image_add_boot(struct folder_image *image, const struct image_wishes *wishes, struct failure *failure)
{
    static const EmulationType none = EmulationNone;
    IBootOptions *options[2];
    VARIANT *elements;
    SAFEARRAY *array;
    ULONG count = 0, i;
    bool is_done_all = true;

    if (!wishes->boot && !wishes->efi) return true;
    if (wishes->boot)
        is_done_all = make_boot_options(wishes->boot, PlatformX86, wishes->has_emulation ? &wishes->emulation : NULL,
                                        &options[count++], failure);
    if (is_done_all && wishes->efi)
        is_done_all = make_boot_options(wishes->efi, PlatformEFI, &none, &options[count++], failure);
    if (is_done_all) {
        array = SafeArrayCreateVector(VT_VARIANT, 0, count);
        SafeArrayAccessData(array, (void **)&elements);
        for (i = 0; i < count; i++) {
            V_VT(&elements[i]) = VT_DISPATCH;
            V_DISPATCH(&elements[i]) = (IDispatch *)options[i];
            IBootOptions_AddRef(options[i]);
        }
        SafeArrayUnaccessData(array);
        is_done_all = is_done(IFileSystemImage3_put_BootImageOptionsArray(image->image, array), failure);
        SafeArrayDestroy(array);
    }
    for (i = 0; i < count; i++) {
        if (options[i]) IBootOptions_Release(options[i]);
    }
    return is_done_all;
}

bool folder_image_finish(struct folder_image *image, struct failure *failure)
{
    LONG blocks = 0, block_bytes = 0;

    if (!is_done(IFileSystemImage3_CreateResultImage(image->image, &image->result), failure)) {
        add_advice(image, failure);
        return false;
    }
    if (!is_done(IFileSystemImageResult_get_TotalBlocks(image->result, &blocks), failure) ||
        !is_done(IFileSystemImageResult_get_BlockSize(image->result, &block_bytes), failure) ||
        !is_done(IFileSystemImageResult_get_ImageStream(image->result, &image->stream), failure))
        return false;
    image->bytes = (uint64_t)blocks * (uint64_t)block_bytes;
    return true;
}

char *folder_image_describe(const struct folder_image *image)
{
    FsiFileSystems chosen = FsiFileSystemNone;
    LONG revision = 0, files = 0, directories = 0;
    char *udf, *text;

    IFileSystemImage3_get_FileSystemsToCreate(image->image, &chosen);
    IFileSystemImage3_get_UDFRevision(image->image, &revision);
    IFileSystemImage3_get_FileCount(image->image, &files);
    IFileSystemImage3_get_DirectoryCount(image->image, &directories);
    udf = chosen & FsiFileSystemUDF ? memory_printf("%sUDF %lX.%02lX", chosen & FsiFileSystemISO9660 ? ", " : "",
                                                    (unsigned long)revision >> 8, (unsigned long)revision & 0xFF)
                                    : memory_printf("%s", "");
    text = memory_printf("%s%s%s, %ld files, %ld folders", chosen & FsiFileSystemISO9660 ? "ISO 9660" : "",
                         chosen & FsiFileSystemJoliet ? ", Joliet" : "", udf, files, directories - 1);
    memory_free(udf);
    return text;
}

void folder_image_end(struct folder_image *image)
{
    sink_disconnect(&adding.sink);
    if (image->stream) IStream_Release(image->stream);
    if (image->result) IFileSystemImageResult_Release(image->result);
    if (image->image) IFileSystemImage3_Release(image->image);
    memset(image, 0, sizeof *image);
}
