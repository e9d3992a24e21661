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
    "    --media TYPE    what is in the tray; TYPE is one of\n" SIM_MEDIA(                                             \
        MEDIUM_HELP) "    --image FILE    a pressed disc with the content of this ISO file\n"                          \
                     "    --empty         nothing\n"                                                                   \
                     "With --media of a recordable disc:\n"                                                            \
                     "    --blocks N      it has room for so many blocks of 2048 bytes, not for what such a disc "     \
                     "has\n"                                                                                           \
                     "    --protected     it is protected against writing\n"                                           \
                     "    --busy N        erasing, formatting and closing go on for N commands that ask for it\n"      \
                     "    --time N        recording, erasing, formatting and closing take N hundredths of the time "   \
                     "that they\n                    take a real drive, not none\n"
#define MACHINE_HELP "    --machine       the recorder is one of all users; elevated programs see no other\n"

/* clang-format off */
const struct verb verbs[] = {
    {"list", NULL, 0, verb_list, "list",
     "Shows the recorders: index, name, product, drive letters, ID",
     "Only virtual recorders have a name.\n"},
    {"info", "DRIVE", OPTION_HTML, verb_info, "info DRIVE [--html FILE]",
     "Shows every property of IDiscRecorder2 by its name, with features, profiles and mode pages",
     "A property that cannot be read says why; the others are shown all the same. With --json the keys are the names,\n"
     "and such a property is {\"hresult\", \"name\", \"text\"}.\n"
     "    --html FILE     a page of HTML instead: which discs the drive reads and writes, and its features in words\n"},
    {"media", "DRIVE", 0, verb_media, "media DRIVE",
     "Shows what disc is in the drive: its kind, its state, its room, the speeds that it can be written with",
     "The properties are those of IDiscFormat2Data, as \"discctl info\" shows those of IDiscRecorder2. Of a CD the tracks\n"
     "follow, with the catalogue number and the recordings' codes (ISRC) where there are any.\n"},
    {"burn", "IMAGE DRIVE", OPTIONS_BURN, verb_burn,
     "burn IMAGE|FOLDER DRIVE [--verify quick|full] [--speed N] [--close | --keep-open] [--overwrite]\n"
     "      [--dry-run] [--test-write] [--new | --append] [--label TEXT] [--report FILE.html]",
     "Burns an image or a folder to the disc in the drive; on a disc that has sessions, as one session more",
     "IMAGE is a file, or - for standard input; what is no multiple of 2048 bytes is filled with zeros to the next one.\n"
     "The content of a FOLDER is added to the files of an appendable disc; a blank disc gets it alone.\n"
     "    --new           the folder alone: what is on the disc is lost where it can be overwritten, else hidden behind it\n"
     "    --append        the folder is added to the files that are there\n"
     "    --label TEXT    the volume's name, up to 32 characters\n"
     "    --verify KIND   reads the disc back: quick compares samples, full compares all\n"
     "    --speed N       sectors per second, or with an x behind it a multiple of 1x: 5410, 8x; else the fastest\n"
     "    --close         nothing can be added to the disc afterwards\n"
     "    --keep-open     more sessions can be added, where the disc can have them; without --close this is so, too\n"
     "    --overwrite     an image is written from the beginning of a rewritable disc that is not blank; for a folder --new\n"
     "                    does that\n"
     "    --dry-run       checks the disc, reads the image to its end, and prints the commands that would be sent; nothing\n"
     "                    is written\n"
     "    --test-write    writes with the laser off: the disc stays as it is; CD-R, CD-RW, DVD-R and DVD-RW alone, where\n"
     "                    the drive offers it; nothing is verified\n"
     "    --report FILE   a page of HTML with the result, the disc before and after, speed and buffers over the disc; also when\n"
     "                    the burn fails or is cancelled\n"
     "Progress goes to standard error. Ctrl-C stops the burn between two commands, and says what the disc is then; a\n"
     "second one ends the program at once. When the console's window is closed, the burn stops in the same way, in the 5 s\n"
     "that Windows leaves it.\n"},
    {"audio", "DRIVE FILE...", OPTIONS_AUDIO, verb_audio,
     "audio DRIVE FILE.wav... [--gapless] [--raw | --tao] [--isrc CODES] [--mcn NUMBER] [--text FILE]\n"
     "      [--keep-open] [--speed N] [--dry-run] [--report FILE.html]",
     "Burns WAV files to a blank CD-R or CD-RW as the tracks of an audio CD",
     "FILE.wav has PCM with 44100 Hz, 2 channels and 16 bits; its last sector (1/75 s) is filled with silence.\n"
     "    --raw           the whole disc at once from raw sectors: pauses, ISRC and catalogue number are ours to choose\n"
     "    --tao           track at once, as every recorder can: 2 s of pause before each track; one that is shorter than 4 s\n"
     "                    is filled with silence\n"
     "Without either, raw where the drive can, else track at once; a line says which, and why. These need raw:\n"
     "    --gapless       no pauses: the samples run on from each file to the next\n"
     "    --isrc CODES    the recordings' codes, for track after track, with commas: USRC17607839,,DEA449700001 leaves out the\n"
     "                    second; 5=CODE is that of track 5\n"
     "    --mcn NUMBER    the disc's catalogue number, up to 13 digits, the last of which checks the others (EAN)\n"
     "    --text FILE     CD-TEXT, which players show: from a cue sheet (.cue), ready packs (.cdt), or Sony's input sheet\n"
     "                    (any other name), with its codes where --isrc and --mcn have none\n"
     "This needs track at once:\n"
     "    --keep-open     the disc can have a data session behind the tracks (discctl burn)\n"
     "    --speed N       as for burn\n"
     "    --dry-run       reads the files, looks at the disc, and prints the tracks; nothing is written\n"
     "    --report FILE   a page of HTML, as for burn, with the tracks\n"
     "Progress goes to standard error. Ctrl-C stops the burn; with track at once the tracks that are there can be played.\n"
     "Times are minutes, seconds and sectors of 1/75 s.\n"},
    {"erase", "DRIVE", OPTION_FULL, verb_erase, "erase DRIVE [--full]",
     "Erases a rewritable disc",
     "    --full          all of the disc, which takes as long as writing it; else only what says that there is anything\n"
     "An erase cannot be cancelled.\n"},
    {"iso", "SOURCE...", OPTIONS_IMAGE | OPTION_OUT, verb_iso,
     "iso FOLDER|FILE... --out FILE.iso [--fs iso,joliet,udf] [--udf REV] [--label TEXT] [--media TYPE]\n"
     "      [--boot FILE [--emulation none|1.2|1.44|2.88|hd]] [--efi FILE] [--no-mirror] [--strict]",
     "Makes an image file of folders and files",
     "The content of a single folder becomes the root; of several sources each gets its own name there.\n"
     "    --out FILE      the image; what was there is replaced when the new one is whole. It cannot be a file that\n"
     "                    is read for it\n"
     "    --fs LIST       the file systems; else all three. joliet stands beside iso alone\n"
     "    --udf REV       1.02 (at first), 1.50, 2.00, 2.01, 2.50, 2.60\n"
     "    --label TEXT    the volume's name, up to 32 characters; else the date\n"
     "    --media TYPE    file systems and room as that disc wants them: cd-r, dvd+r, dvd+r-dl, dvd-rw, bd-r, disk ...\n"
     "    --boot FILE     a BIOS starts this boot image; --emulation says as what, else its size does\n"
     "    --efi FILE      UEFI starts this boot image (an image of a FAT volume)\n"
     "    --no-mirror     UDF 2.50 and above without the second copy of its directories\n"
     "    --strict        names of ISO 9660 with 8 and 3 characters, those of Joliet with 64\n"
     "The same folder gives the same bytes where the environment's SOURCE_DATE_EPOCH (seconds since 1970) is set.\n"},
    {"ls", "IMAGE|DRIVE", 0, verb_ls, "ls IMAGE|DRIVE",
     "Lists the files in an image file, or on the disc in a drive",
     "UDF, Joliet or ISO 9660, the first of them that is there and can be continued; of a disc the last session. Times are UTC.\n"
     "With --json: fileSystem, label, items, each with path, directory, size, modified.\n"},
    {"eject", "DRIVE", 0, verb_eject, "eject DRIVE",
     "Opens the tray", ""},
    {"close", "DRIVE", 0, verb_close, "close DRIVE",
     "Closes the tray",
     "Not every drive can: DeviceCanLoadMedia of \"discctl info\" tells.\n"},
    {"lock", "DRIVE", OPTION_CLIENT | OPTION_FORCE | OPTION_COMMAND, verb_lock,
     "lock DRIVE --client NAME [--force] -- COMMAND...",
     "Takes exclusive access to the drive, runs COMMAND, and gives the drive back",
     "    --client NAME   who holds the drive: 1 to 63 of A-Z a-z 0-9 space . , : ; - _; \"discctl owner\" shows it\n"
     "    --force         even if the drive's disc is mounted: it is dismounted; on Windows, also if it cannot be\n"
     "The exit code is that of COMMAND, if it could be started. Ctrl-C is left to COMMAND: the drive is held until it ends.\n"},
    {"owner", "DRIVE", 0, verb_owner, "owner DRIVE",
     "Shows who holds exclusive access to the drive", ""},
    {"scsi", "DRIVE CDB", OPTION_IN | OPTION_OUT | OPTION_TIMEOUT, verb_scsi,
     "scsi DRIVE CDB [--in N | --out FILE] [--timeout S]",
     "Sends one command to the drive, as it is, and shows what comes back",
     "CDB is the command in hexadecimal, 6 to 16 bytes: 120000002400 is an INQUIRY for 36 bytes.\n"
     "    --in N          receives up to N bytes, and shows them\n"
     "    --out FILE      sends the bytes of this file\n"
     "    --timeout S     how long the drive may take, in seconds; else 60\n"
     "A command that the drive refuses shows its sense data in words, and the exit code is 1.\n"},
    {"watch", NULL, OPTION_FOR | OPTION_COUNT, verb_watch,
     "watch [--for SECONDS] [--count N]",
     "Shows recorders that come and go, as they do, until Ctrl-C",
     "    --for SECONDS   ends after so long\n"
     "    --count N       ends after so many events\n"
     "A line each: added or removed, the name of a virtual recorder, and the ID. With --json each line is an object\n"
     "{\"event\", \"name\", \"id\"}.\n"},
    {"virtual add", "NAME", OPTIONS_TRAY | OPTION_DRIVE | OPTION_STATE, verb_virtual_add,
     "virtual add NAME [--drive FILE.json [--state TEXT]] [--media TYPE | --image FILE.iso | --empty]\n"
     "      [--blocks N] [--protected] [--busy N] [--time N] [--machine]",
     "Adds a virtual recorder",
     "NAME has 1 to 32 letters, digits, - or _, is not digits alone, and no device such as con.\n"
     "    --drive FILE    the captured identity of a drive; without --media or --image, what was in it then is in the tray\n"
     "    --state TEXT    which of the captured states, where FILE has several (its responses' \"media\"); else the first\n"
     TRAY_HELP
     MACHINE_HELP
     "Without any of these the recorder is our own model of a Blu-ray writer, and its tray is empty.\n"},
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
     "Lets a virtual recorder misbehave",
     "    --opcode HH     on commands with this operation code, in hexadecimal: 46 is GET CONFIGURATION\n"
     "    --nth N         on the Nth such command only, counted from now; else on each\n"
     "KIND is one of\n"
     "    --sense K/ASC/ASCQ   it refuses the command with this sense, such as 05/24/00\n"
     "    --reply FILE.hex     it answers with exactly these bytes (hexadecimal; # begins a comment)\n"
     "    --short N            of its answer only N bytes arrive\n"
     "    --delay MS           its answer comes so many milliseconds late\n"
     "    --gone               it is unplugged, until --clear\n"
     "    --hang               it never answers\n"
     "    --clear              takes all faults away\n"
     MACHINE_HELP},
    {"doctor", "[CODE]", OPTION_NEGATIVE, verb_doctor, "doctor [CODE]",
     "Shows who serves IMAPI2 here, which drives work and why not, and whether commands are traced; or explains an error code",
     "CODE is a result code as it is shown anywhere, 0xC0AA0202, C0AA0202, -1062600190 (Err.Number of VBScript) or\n"
     "E_IMAPI_RECORDER_MEDIA_NO_MEDIA: what it means, and what to do.\n"
     "Exit code 1: this program cannot create MsftDiscMaster2 or MsftDiscRecorder2. With --json one object: registered\n"
     "(every place with its server), registrations (what regsvr32 noted), served (the DLL that this program gets), drives,\n"
     "letters, trace. The other architecture has a doctor of its own.\n"},
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
