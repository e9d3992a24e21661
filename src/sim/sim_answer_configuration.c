/* GET CONFIGURATION: features and profiles, and which of them are current. */
#include "sim/sim_answer.h"

#include "base/bytes.h"
#include "mmc/codes.h"

/* Media as bits, to say with which of them a feature is current. */
enum {
    CD_ROM = 0x0001,
    CD_R = 0x0002,
    CD_RW = 0x0004,
    DVD_ROM = 0x0008,
    DVD_R = 0x0010,
    DVD_RW = 0x0020,
    DVD_RW_RO = 0x0040,
    DVD_R_DL = 0x0080,
    DVD_PLUS_R = 0x0100,
    DVD_PLUS_RW = 0x0200,
    DVD_PLUS_R_DL = 0x0400,
    DVD_RAM = 0x0800,
    BD_ROM = 0x1000,
    BD_R = 0x2000,
    BD_RE = 0x4000,
    ALL = 0x7fff,
    CDS = CD_ROM | CD_R | CD_RW,
    DVDS = DVD_ROM | DVD_R | DVD_RW | DVD_RW_RO | DVD_R_DL | DVD_PLUS_R | DVD_PLUS_RW | DVD_PLUS_R_DL | DVD_RAM,
    BDS = BD_ROM | BD_R | BD_RE,
};

/* clang-format off */
static const struct { uint16_t profile; uint16_t bit; } profile_bits[] = {
    {MMC_PROFILE_CD_ROM,                            CD_ROM},
    {MMC_PROFILE_CD_R,                              CD_R},
    {MMC_PROFILE_CD_RW,                             CD_RW},
    {MMC_PROFILE_DVD_ROM,                           DVD_ROM},
    {MMC_PROFILE_DVD_MINUS_R_SEQUENTIAL,            DVD_R},
    {MMC_PROFILE_DVD_RAM,                           DVD_RAM},
    {MMC_PROFILE_DVD_MINUS_RW_RESTRICTED_OVERWRITE, DVD_RW_RO},
    {MMC_PROFILE_DVD_MINUS_RW_SEQUENTIAL,           DVD_RW},
    {MMC_PROFILE_DVD_MINUS_R_DL_SEQUENTIAL,         DVD_R_DL},
    {MMC_PROFILE_DVD_PLUS_RW,                       DVD_PLUS_RW},
    {MMC_PROFILE_DVD_PLUS_R,                        DVD_PLUS_R},
    {MMC_PROFILE_DVD_PLUS_R_DL,                     DVD_PLUS_R_DL},
    {MMC_PROFILE_BD_ROM,                            BD_ROM},
    {MMC_PROFILE_BD_R_SEQUENTIAL,                   BD_R},
    {MMC_PROFILE_BD_RE,                             BD_RE},
};

/* MMC-6, features: with which media each is current. Features that are persistent are current always and not listed; a feature
 * that is neither (a vendor's own) stays as it was captured. Agrees with what CDEmu's feature table does for CD-ROM, blank CD-R,
 * DVD-ROM, blank DVD+R, BD-ROM and blank BD-R, and with a drive seen with DVD+RW in it (42BBM27S211).
 */
static const struct { uint16_t feature; uint16_t media; } current_with[] = {
    {MMC_FEATURE_WRITE_PROTECT,                  DVD_RAM | BD_R | BD_RE},
    {MMC_FEATURE_RANDOM_READABLE,                ALL},
    {MMC_FEATURE_MULTI_READ,                     CDS},
    {MMC_FEATURE_CD_READ,                        CDS},
    {MMC_FEATURE_DVD_READ,                       DVDS},
    {MMC_FEATURE_RANDOM_WRITABLE,                DVD_RAM | DVD_RW_RO | DVD_PLUS_RW | BD_RE},
    {MMC_FEATURE_INCREMENTAL_STREAMING_WRITABLE, CD_R | CD_RW | DVD_R | DVD_RW | DVD_R_DL | BD_R},
    {MMC_FEATURE_SECTOR_ERASABLE,                0},
    {MMC_FEATURE_FORMATTABLE,                    CD_RW | DVD_RW | DVD_RW_RO | DVD_PLUS_RW | DVD_RAM | BD_R | BD_RE},
    {MMC_FEATURE_HARDWARE_DEFECT_MANAGEMENT,     DVD_RAM | BD_RE},
    {MMC_FEATURE_WRITE_ONCE,                     0},
    {MMC_FEATURE_RESTRICTED_OVERWRITE,           DVD_RW_RO},
    {MMC_FEATURE_CD_RW_CAV_WRITE,                CD_RW},
    {MMC_FEATURE_MRW,                            0},
    {MMC_FEATURE_ENHANCED_DEFECT_REPORTING,      DVD_RAM},
    {MMC_FEATURE_DVD_PLUS_RW,                    DVD_PLUS_RW},
    {MMC_FEATURE_DVD_PLUS_R,                     DVD_PLUS_R},
    {MMC_FEATURE_RIGID_RESTRICTED_OVERWRITE,     DVD_RW_RO},
    {MMC_FEATURE_CD_TRACK_AT_ONCE,               CD_R | CD_RW},
    {MMC_FEATURE_CD_MASTERING,                   CD_R | CD_RW},
    {MMC_FEATURE_DVD_MINUS_R_RW_WRITE,           DVD_R | DVD_RW | DVD_R_DL},
    {MMC_FEATURE_LAYER_JUMP_RECORDING,           0},
    {MMC_FEATURE_CD_RW_MEDIA_WRITE_SUPPORT,      CD_RW},
    {MMC_FEATURE_BD_R_PSEUDO_OVERWRITE,          0},
    {MMC_FEATURE_DVD_PLUS_RW_DUAL_LAYER,         0},
    {MMC_FEATURE_DVD_PLUS_R_DUAL_LAYER,          DVD_PLUS_R_DL},
    {MMC_FEATURE_BD_READ,                        BDS},
    {MMC_FEATURE_BD_WRITE,                       BD_R | BD_RE},
    {MMC_FEATURE_HD_DVD_READ,                    0},
    {MMC_FEATURE_HD_DVD_WRITE,                   0},
    {MMC_FEATURE_CD_AUDIO_EXTERNAL_PLAY,         CDS},
    {MMC_FEATURE_DVD_CSS,                        DVD_ROM},
    {MMC_FEATURE_REAL_TIME_STREAMING,            ALL},
    {MMC_FEATURE_DISC_CONTROL_BLOCKS,            DVD_PLUS_R | DVD_PLUS_RW | DVD_PLUS_R_DL},
    {MMC_FEATURE_DVD_CPRM,                       DVD_RAM},
    {MMC_FEATURE_AACS,                           BDS},
};
/* clang-format on */

enum {
    PROFILE_BITS = sizeof profile_bits / sizeof profile_bits[0],
    CURRENT_WITH = sizeof current_with / sizeof current_with[0],
    PERSISTENT = 0x02,
    CURRENT = 0x01,
};

static uint16_t bit_of(uint16_t profile)
{
    uint16_t bit = 0;
    size_t i;

    for (i = 0; i < PROFILE_BITS; i++) {
        if (profile_bits[i].profile == profile) bit = profile_bits[i].bit;
    }
    return bit;
}

static uint16_t medium_bit(const struct sim_call *call)
{
    return call->presence == SIM_PRESENT ? bit_of(call->disc.profile) : 0;
}

/* What a capture says of the features is so while the captured medium is in. */
static bool is_as_captured(const struct sim_call *call)
{
    return call->is_captured && call->identity->features_count;
}

static bool is_current_with(const uint8_t *descriptor, uint16_t medium)
{
    size_t i;

    if (descriptor[2] & PERSISTENT) return (descriptor[2] & CURRENT) != 0;
    /* The profile list is current even where a firmware forgot to say so. */
    if (load_be16(descriptor) == MMC_FEATURE_PROFILE_LIST) return (descriptor[2] & CURRENT) != 0;
    for (i = 0; i < CURRENT_WITH; i++) {
        if (current_with[i].feature == load_be16(descriptor)) return (current_with[i].media & medium) != 0;
    }
    return (descriptor[2] & CURRENT) != 0;
}

bool sim_feature_is_current(const struct sim_call *call, const uint8_t *descriptor)
{
    if (is_as_captured(call)) return (descriptor[2] & CURRENT) != 0;
    /* A DVD-RW that was blanked in a hurry can be recorded at once alone (growisofs, libburn). */
    if (load_be16(descriptor) == MMC_FEATURE_INCREMENTAL_STREAMING_WRITABLE && call->recording.is_quick_blanked)
        return false;
    if (load_be16(descriptor) == MMC_FEATURE_BD_R_PSEUDO_OVERWRITE)
        return medium_bit(call) == BD_R && call->recording.is_pow;
    return is_current_with(descriptor, medium_bit(call));
}

bool sim_feature_is_current_with(const uint8_t *descriptor, uint16_t profile)
{
    return is_current_with(descriptor, bit_of(profile));
}

/* The CurrentP bit of each entry: the medium's own profile, and 0002h for media that a computer can use like a disk. */
static void put_profiles(struct sim_call *call, struct sim_writer *writer, const uint8_t *entries, size_t count)
{
    uint16_t bit = medium_bit(call);
    size_t i;

    for (i = 0; i + 4 <= count; i += 4) {
        uint16_t profile = load_be16(entries + i);
        bool current = (bit && profile == call->disc.profile) ||
                       (profile == MMC_PROFILE_REMOVABLE_DISK && (bit & (DVD_RAM | BD_RE)));

        sim_put_be16(writer, profile);
        sim_put_u8(writer, current ? CURRENT : 0);
        sim_put_u8(writer, entries[i + 3]);
    }
    sim_put_bytes(writer, entries + i, count - i);
}

static void put_feature(struct sim_call *call, struct sim_writer *writer, const uint8_t *descriptor, size_t count)
{
    bool current = sim_feature_is_current(call, descriptor);
    size_t start = writer->count;

    sim_put_be16(writer, load_be16(descriptor));
    sim_put_u8(writer, (uint8_t)((descriptor[2] & ~CURRENT) | (current ? CURRENT : 0)));
    sim_put_u8(writer, descriptor[3]);
    if (load_be16(descriptor) == MMC_FEATURE_PROFILE_LIST && !is_as_captured(call))
        put_profiles(call, writer, descriptor + 4, count - 4);
    else
        sim_put_bytes(writer, descriptor + 4, count - 4);
    /* The last block that can be written is the medium's. */
    if (load_be16(descriptor) == MMC_FEATURE_RANDOM_WRITABLE && !is_as_captured(call) && current && count >= 8)
        sim_set_be32(writer, start + 4, call->disc.capacity_blocks - 1);
}

void sim_answer_get_configuration(struct sim_call *call)
{
    uint8_t request = call->cdb[1] & 0x03;
    uint16_t first = load_be16(call->cdb + 2);
    struct sim_writer writer = sim_writer_begin(call, load_be16(call->cdb + 7));
    uint16_t profile = 0;
    const uint8_t *descriptor;
    size_t at = 0, count;

    if (request == 3) {
        sim_refuse(call, SIM_INVALID_FIELD_IN_CDB);
        return;
    }
    if (call->is_captured)
        profile = call->identity->profile;
    else if (call->presence == SIM_PRESENT)
        profile = call->disc.profile;
    sim_put_zeros(&writer, 6);
    sim_put_be16(&writer, profile);
    while (sim_identity_next_feature(call->identity, &at, &descriptor, &count)) {
        uint16_t code = load_be16(descriptor);

        if (request == 2 ? code != first : code < first) continue;
        if (request == 1 && !sim_feature_is_current(call, descriptor)) continue;
        put_feature(call, &writer, descriptor, count);
    }
    sim_set_be32(&writer, 0, (uint32_t)writer.count - 4);
    sim_writer_end(call, &writer);
}
