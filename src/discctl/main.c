/* discctl: lists, inspects and drives recorders through the public COM interfaces, and manages virtual ones.
 *
 * It is also an example of how to call IMAPI2 from C: recorders.c, properties.c, verbs_tray.c, verbs_lock.c,
 * verbs_scsi.c, verbs_watch.c (events), verbs_media.c, verbs_burn.c and verbs_erase.c (writing).
 */
#include <stdlib.h>

#include <objbase.h>
#include <cjson/cJSON.h>

#include "sim/sim_media.h"

#include "discctl/arguments.h"
#include "discctl/control.h"
#include "discctl/memory.h"
#include "discctl/output.h"
#include "discctl/verbs.h"

#define OPTIONS_BURN                                                                                                   \
    (OPTION_VERIFY | OPTION_SPEED | OPTION_CLOSE | OPTION_KEEP_OPEN | OPTION_OVERWRITE | OPTION_DRY_RUN |              \
     OPTION_TEST_WRITE | OPTION_NEW | OPTION_APPEND | OPTION_LABEL | OPTION_REPORT)
#define OPTIONS_AUDIO                                                                                                  \
    (OPTION_GAPLESS | OPTION_RAW | OPTION_TAO | OPTION_ISRC | OPTION_MCN | OPTION_TEXT | OPTION_KEEP_OPEN |            \
     OPTION_SPEED | OPTION_DRY_RUN | OPTION_REPORT)
#define OPTIONS_IMAGE                                                                                                  \
    (OPTION_FS | OPTION_UDF | OPTION_LABEL | OPTION_MEDIA | OPTION_BOOT | OPTION_EMULATION | OPTION_EFI |              \
     OPTION_NO_MIRROR | OPTION_STRICT)
#define OPTIONS_TRAY                                                                                                   \
    (OPTION_MEDIA | OPTION_IMAGE | OPTION_EMPTY | OPTION_MACHINE | OPTION_BLOCKS | OPTION_PROTECTED | OPTION_BUSY |    \
     OPTION_TIME)
#define OPTIONS_FAULT                                                                                                  \
    (OPTION_OPCODE | OPTION_NTH | OPTION_SENSE | OPTION_REPLY | OPTION_SHORT | OPTION_DELAY | OPTION_GONE |            \
     OPTION_HANG | OPTION_CLEAR | OPTION_MACHINE)

/* The table of media as a piece of help. */
#define MEDIUM_HELP(enumerator, name, text) "                      " name ": " text "\n"
#define TRAY_HELP                                                                                                      \
    "    --media TYPE    the disc in the tray; TYPE is one of\n" SIM_MEDIA(                                            \
        MEDIUM_HELP) "    --image FILE    a pressed disc with the content of this ISO file\n"                          \
                     "    --empty         nothing\n"                                                                   \
                     "With --media of a recordable disc:\n"                                                            \
                     "    --blocks N      the disc has N blocks of 2048 bytes, instead of its usual size\n"            \
                     "    --protected     the disc is write-protected\n"                                               \
                     "    --busy N        erasing, formatting and closing are still in progress for the next N "       \
                     "status queries\n"                                                                                \
                     "    --time N        recording, erasing, formatting and closing take N percent of the time of a " \
                     "real\n                    drive; else no time\n"
#define MACHINE_HELP "    --machine       the recorder is for all users; elevated programs see only such recorders\n"

/* clang-format off */
const struct verb verbs[] = {
    {"list", NULL, 0, verb_list, "list",
     "Shows the recorders: index, name, product, drive letters, ID",
     "Only virtual recorders have a name.\n"},
    {"info", "DRIVE", OPTION_HTML, verb_info, "info DRIVE [--html FILE]",
     "Shows every property of IDiscRecorder2, with features, profiles and mode pages",
     "For a property that cannot be read, the reason is shown. With --json the keys are the names of the properties, and\n"
     "such a property is {\"hresult\", \"name\", \"text\"}.\n"
     "    --html FILE     writes an HTML page instead: which discs the drive reads and writes, and its features in words\n"},
    {"media", "DRIVE", 0, verb_media, "media DRIVE",
     "Shows the disc in the drive: its kind, its state, its free space, its write speeds",
     "The properties are those of IDiscFormat2Data. For a CD the tracks follow, with the catalogue number and the ISRC of\n"
     "each track, if there are any.\n"},
    {"burn", "IMAGE DRIVE", OPTIONS_BURN, verb_burn,
     "burn IMAGE|FOLDER DRIVE [--verify quick|full] [--speed N] [--close | --keep-open] [--overwrite]\n"
     "      [--dry-run] [--test-write] [--new | --append] [--label TEXT] [--report FILE.html]",
     "Burns an image or a folder to the disc in the drive; on a disc that has sessions, as another session",
     "IMAGE is a file, or - for standard input; it is filled with zeros to a multiple of 2048 bytes. The content of a FOLDER\n"
     "is added to the files of an appendable disc; on a blank disc it becomes the only content.\n"
     "    --new           only the folder: the old content is lost if the disc can be overwritten, else it is hidden\n"
     "    --append        the folder is added to the files that are on the disc\n"
     "    --label TEXT    the volume's name, up to 32 characters\n"
     "    --verify KIND   reads the disc back: quick compares samples, full compares all\n"
     "    --speed N       sectors per second (5410), or a multiple of 1x (8x); else the fastest\n"
     "    --close         nothing can be added to the disc afterwards\n"
     "    --keep-open     more sessions can be added later, if the disc allows it; this is the default, except for DVD+R\n"
     "    --overwrite     an image is written from the beginning of a rewritable disc that is not blank; for a folder --new\n"
     "                    does that\n"
     "    --dry-run       checks the disc, reads the image to its end, and prints the commands that would be sent; nothing\n"
     "                    is written\n"
     "    --test-write    writes with the laser off, which leaves the disc unchanged; only for CD-R, CD-RW, DVD-R and DVD-RW,\n"
     "                    and only in a drive that can do it; nothing is verified\n"
     "    --report FILE   writes an HTML page with the result, the disc before and after, and speed and buffers over the disc;\n"
     "                    also when the burn fails or is cancelled\n"
     "Progress goes to standard error. Ctrl-C stops the burn between two commands, and reports the state of the disc; a\n"
     "second Ctrl-C ends the program at once. Closing the console window stops the burn in the same way, within the 5 s\n"
     "that Windows allows.\n"},
    {"audio", "DRIVE FILE...", OPTIONS_AUDIO, verb_audio,
     "audio DRIVE FILE.wav... [--gapless] [--raw | --tao] [--isrc CODES] [--mcn NUMBER] [--text FILE]\n"
     "      [--keep-open] [--speed N] [--dry-run] [--report FILE.html]",
     "Burns WAV files to a blank CD-R or CD-RW as the tracks of an audio CD",
     "FILE.wav has PCM with 44100 Hz, 2 channels and 16 bits; its last sector (1/75 s) is filled with silence.\n"
     "    --raw           the whole disc at once from raw sectors, with any pauses, ISRC and catalogue number\n"
     "    --tao           track at once, which every recorder can do: a pause of 2 s before each track; a track shorter than\n"
     "                    4 s is filled with silence\n"
     "Without these two options the method is raw if the drive can do it, else track at once; the output names the method\n"
     "and the reason. These options need raw:\n"
     "    --gapless       no pauses: the samples run on from each file to the next\n"
     "    --isrc CODES    the ISRC of each track, separated by commas: USRC17607839,,DEA449700001 leaves out the second;\n"
     "                    5=CODE is that of track 5\n"
     "    --mcn NUMBER    the catalogue number of the disc, up to 13 digits, the last of which is the check digit (EAN)\n"
     "    --text FILE     CD-TEXT, which players show: from a cue sheet (.cue), ready packs (.cdt), or Sony's input sheet\n"
     "                    (any other name); its codes are used where --isrc and --mcn have none\n"
     "This option needs track at once:\n"
     "    --keep-open     a data session can be added after the tracks (discctl burn)\n"
     "These work with both:\n"
     "    --speed N       as for burn\n"
     "    --dry-run       reads the files, looks at the disc, and prints the tracks; nothing is written\n"
     "    --report FILE   writes an HTML page, as for burn, with the tracks\n"
     "Progress goes to standard error. Ctrl-C stops the burn; with track at once the finished tracks can be played.\n"
     "Times are minutes, seconds and sectors of 1/75 s.\n"},
    {"erase", "DRIVE", OPTION_FULL, verb_erase, "erase DRIVE [--full]",
     "Erases a rewritable disc",
     "    --full          every block, which takes as long as writing the disc; else only what makes the disc look empty\n"
     "An erase cannot be cancelled.\n"},
    {"iso", "SOURCE...", OPTIONS_IMAGE | OPTION_OUT, verb_iso,
     "iso FOLDER|FILE... --out FILE.iso [--fs iso,joliet,udf] [--udf REV] [--label TEXT] [--media TYPE]\n"
     "      [--boot FILE [--emulation none|1.2|1.44|2.88|hd]] [--efi FILE] [--no-mirror] [--strict]",
     "Makes an image file of folders and files",
     "The content of a single folder becomes the root; several sources appear in the root under their own names.\n"
     "    --out FILE      the image; an old file is replaced when the new one is complete. FILE cannot be one of the\n"
     "                    source files\n"
     "    --fs LIST       the file systems; else all three. joliet needs iso\n"
     "    --udf REV       1.02 (default), 1.50, 2.00, 2.01, 2.50, 2.60\n"
     "    --label TEXT    the volume's name, up to 32 characters; else the date\n"
     "    --media TYPE    file systems and size limit for this kind of disc: cd-r, dvd+r, dvd+r-dl, dvd-rw, bd-r, disk ...\n"
     "    --boot FILE     boot image for a BIOS; its emulation is that of --emulation, else it follows from the size of FILE\n"
     "    --efi FILE      boot image for UEFI (an image of a FAT volume)\n"
     "    --no-mirror     UDF 2.50 and above without the second copy of its directories\n"
     "    --strict        names of ISO 9660 have 8 and 3 characters, those of Joliet 64\n"
     "If the variable SOURCE_DATE_EPOCH (seconds since 1970) is set, the same folder gives the same bytes.\n"},
    {"ls", "IMAGE|DRIVE", 0, verb_ls, "ls IMAGE|DRIVE",
     "Lists the files in an image file, or on the disc in a drive",
     "Reads the first of UDF, Joliet and ISO 9660 that exists and can be continued; on a disc, the last session. Times are UTC.\n"
     "With --json: fileSystem, label, items, each with path, directory, size, modified.\n"},
    {"eject", "DRIVE", 0, verb_eject, "eject DRIVE",
     "Opens the tray", ""},
    {"close", "DRIVE", 0, verb_close, "close DRIVE",
     "Closes the tray",
     "Not every drive can close its tray: see DeviceCanLoadMedia in the output of \"discctl info\".\n"},
    {"lock", "DRIVE", OPTION_CLIENT | OPTION_FORCE | OPTION_COMMAND, verb_lock,
     "lock DRIVE --client NAME [--force] -- COMMAND...",
     "Takes exclusive access to the drive, runs COMMAND, and gives the drive back",
     "    --client NAME   who holds the drive: 1 to 63 of A-Z a-z 0-9 space . , : ; - _; \"discctl owner\" shows it\n"
     "    --force         also if the disc is mounted: dismounts it, and on Windows takes the drive even if that fails\n"
     "The exit code is that of COMMAND, if it could be started. Ctrl-C goes to COMMAND; the drive is held until it ends.\n"},
    {"owner", "DRIVE", 0, verb_owner, "owner DRIVE",
     "Shows who holds exclusive access to the drive", ""},
    {"scsi", "DRIVE CDB", OPTION_IN | OPTION_OUT | OPTION_TIMEOUT, verb_scsi,
     "scsi DRIVE CDB [--in N | --out FILE] [--timeout S]",
     "Sends one raw command to the drive, and shows the reply",
     "CDB is the command in hexadecimal, 6 to 16 bytes: 120000002400 is an INQUIRY for 36 bytes.\n"
     "    --in N          receives up to N bytes, and shows them\n"
     "    --out FILE      sends the bytes of this file\n"
     "    --timeout S     how long the drive may take, in seconds; else 60\n"
     "A command that the drive refuses shows its sense data in words, and the exit code is 1.\n"},
    {"watch", NULL, OPTION_FOR | OPTION_COUNT, verb_watch,
     "watch [--for SECONDS] [--count N]",
     "Reports recorders that are added or removed, until Ctrl-C",
     "    --for SECONDS   ends after this time\n"
     "    --count N       ends after this many events\n"
     "Each event is a line: added or removed, the name of a virtual recorder, and the ID. With --json each line is an object\n"
     "{\"event\", \"name\", \"id\"}.\n"},
    {"virtual add", "NAME", OPTIONS_TRAY | OPTION_DRIVE | OPTION_STATE, verb_virtual_add,
     "virtual add NAME [--drive FILE.json [--state TEXT]] [--media TYPE | --image FILE.iso | --empty]\n"
     "      [--blocks N] [--protected] [--busy N] [--time N] [--machine]",
     "Adds a virtual recorder",
     "NAME has 1 to 32 letters, digits, - or _, not only digits, and is not a device name such as con.\n"
     "    --drive FILE    a captured drive; without --media or --image, its tray holds the disc of the capture\n"
     "    --state TEXT    one of several captured states in FILE (the \"media\" of its responses); else the first\n"
     TRAY_HELP
     MACHINE_HELP
     "Without any of these the recorder is the built-in model of a Blu-ray writer, and its tray is empty.\n"},
    {"virtual insert", "NAME", OPTIONS_TRAY, verb_virtual_insert,
     "virtual insert NAME (--media TYPE | --image FILE.iso | --empty)\n"
     "      [--blocks N] [--protected] [--busy N] [--time N] [--machine]",
     "Changes what is in the tray of a virtual recorder",
     TRAY_HELP MACHINE_HELP},
    {"virtual remove", "NAME", OPTION_MACHINE, verb_virtual_remove, "virtual remove NAME [--machine]",
     "Removes a virtual recorder, its settings and its own files",
     "The image that was in the tray is not touched.\n" MACHINE_HELP},
    {"virtual list", NULL, 0, verb_virtual_list, "virtual list",
     "Shows the virtual recorders and what is in their trays", ""},
    {"virtual fault", "NAME", OPTIONS_FAULT, verb_virtual_fault,
     "virtual fault NAME --opcode HH [--nth N] KIND [--machine]  |  virtual fault NAME --clear [--machine]",
     "Makes commands of a virtual recorder fail",
     "    --opcode HH     on commands with this operation code, in hexadecimal: 46 is GET CONFIGURATION\n"
     "    --nth N         on the Nth such command only, counted from now; else on each\n"
     "KIND is one of\n"
     "    --sense K/ASC/ASCQ   it refuses the command with this sense, such as 05/24/00\n"
     "    --reply FILE.hex     it answers with exactly these bytes (hexadecimal; # begins a comment)\n"
     "    --short N            only N bytes of its reply arrive\n"
     "    --delay MS           its reply comes MS milliseconds late\n"
     "    --gone               it is unplugged, until --clear\n"
     "    --hang               it never replies\n"
     "    --clear              removes all faults\n"
     MACHINE_HELP},
    {"doctor", "[CODE]", OPTION_NEGATIVE, verb_doctor, "doctor [CODE]",
     "Shows the registered IMAPI2, which drives work and why others do not, and the trace; or explains a result code",
     "CODE is 0xC0AA0202, C0AA0202, -1062600190 (Err.Number of VBScript) or E_IMAPI_RECORDER_MEDIA_NO_MEDIA; the output is\n"
     "its meaning, and what to do.\n"
     "Exit code 1: this program cannot create MsftDiscMaster2 or MsftDiscRecorder2. With --json one object: registered\n"
     "(every place with its server), registrations (what regsvr32 noted), served (the DLL that this program gets), drives,\n"
     "letters, trace. The 64-bit and the 32-bit discctl each show the DLLs of their own kind.\n"},
    {NULL, NULL, 0, NULL, NULL, NULL, NULL},
};
/* clang-format on */

int wmain(int argc, wchar_t **argv)
{
    cJSON_Hooks hooks = {memory_get, memory_free};
    char **utf8 = memory_get(((size_t)argc + 1) * sizeof *utf8);
    int i, result;
    HRESULT hr;

    cJSON_InitHooks(&hooks);
    for (i = 0; i < argc; i++)
        utf8[i] = memory_utf8(argv[i]);
    hr = CoInitializeEx(NULL, COINIT_MULTITHREADED);
    if (FAILED(hr)) {
        output_complain("cannot start COM (0x%08lX)", (unsigned long)hr);
        return EXIT_FAILED;
    }
    result = output_end(arguments_run(argc, utf8));
    CoUninitialize();
    for (i = 0; i < argc; i++)
        memory_free(utf8[i]);
    memory_free(utf8);
    control_end();
    return result;
}
