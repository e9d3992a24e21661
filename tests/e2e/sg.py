"""What sg3_utils say about a drive, as values. They print names; the numbers behind them come from their own lists."""
import re


def facts(guest, node):
    """Everything that IDiscRecorder2 can be asked for and they can be asked for, under the names of its members."""
    vendor, product, revision = identity(guest, node)
    features, current_features, profiles, current_profiles = configuration(guest, node)
    return {"VendorId": vendor, "ProductId": product, "ProductRevision": revision,
            "SupportedFeaturePages": features, "CurrentFeaturePages": current_features,
            "SupportedProfiles": profiles, "CurrentProfiles": current_profiles,
            "SupportedModePages": mode_pages(guest, node), "DeviceCanLoadMedia": has_tray(guest, node)}


def printed(guest, command, codes=(0,)):
    """The output of a command that must work."""
    result = guest(command)
    if result.code not in codes:
        raise RuntimeError(f"no facts: {result}")
    return result.out


def identity(guest, node):
    """Vendor, product and revision by sg_inq, without the blanks that fill the fields."""
    output = printed(guest, f"sg_inq --only {node}")
    return tuple(re.search(rf"^ {field}: (.*?) *$", output, re.M)[1] for field in
                 ("Vendor identification", "Product identification", "Product revision level"))


def configuration(guest, node):
    """Features, current features, profiles, current profiles by sg_get_config, in the drive's order."""
    output = printed(guest, f"sg_get_config {node}")
    features = re.findall(r"^    version=\d+, persist=[01], current=([01]) \[0x([0-9a-f]+)\]$", output, re.M)
    numbers = profile_numbers(guest)
    profiles = re.findall(r"^      profile: (.+?) , currentP=([01])$", output, re.M)
    return ([int(code, 16) for _, code in features], [int(code, 16) for current, code in features if current == "1"],
            [numbers[name] for name, _ in profiles], [numbers[name] for name, current in profiles if current == "1"])


def profile_numbers(guest):
    output = printed(guest, "sg_get_config --list")
    return {name: int(code, 16) for name, code in
            re.findall(r"^  (.+) \[0x([0-9a-f]+)\]$", output.partition("Known profiles:")[2], re.M)}


def mode_pages(guest, node):
    """By sg_modes: all at once, as the drive orders them, or, where it refuses that, found by asking for each."""
    result = guest(f"sg_modes --all {node}")
    if result.code == 0:
        return unique(int(code, 16) & 0x3F for code in re.findall(r"^>> .*\n 00     ([0-9a-f]{2}) ", result.out, re.M))
    found = printed(guest, f"sg_modes --examine {node}", codes=(0, 5))  # 5: it was refused a page, as it expects
    numbers = {name: code for code, name in
               re.findall(r"^ 0x([0-9a-f]{2}) [ *]+(\S.*)$", printed(guest, f"sg_modes --list {node}"), re.M)}
    # sg3_utils 1.46 prints the name alone, 1.48 the number behind it.
    return [int(code or numbers[name], 16) for name, code in
            re.findall(r"^    (\S.*?)(?: \[0x([0-9a-f]+)\])?$", found.partition("Discovered mode pages:\n")[2], re.M)]


def has_tray(guest, node):
    """Feature 0003h by sg_get_config: its Load bit, or before that existed (version 0) the kind of mechanism. Without the feature
    mode page 2Ah by sg_modes: loading mechanism 1 in bits 7-5 of byte 6, a tray (MMC-3, CD/DVD capabilities page)."""
    output = printed(guest, f"sg_get_config {node}")
    feature = re.search(r"Removable media feature\n    version=(\d+),.*\n      Loading mechanism: (.*)\n(?:      Load=([01]))?", output)
    if feature:
        version, mechanism, load = feature.groups()
        return mechanism == "Tray type" if version == "0" else load == "1"
    page = re.search(r"^ 00 ((?: +[0-9a-f]{2}){16})$", printed(guest, f"sg_modes --page=0x2a {node}"), re.M)[1].split()
    return int(page[6], 16) >> 5 == 1


def unique(values):
    return list(dict.fromkeys(values))


def is_ready(guest, node):
    """TEST UNIT READY by sg_raw (sg_turs of sg3_utils 1.48 fails for every drive): True, or False when there is no medium. Anything else is
    no answer."""
    for _ in range(3):  # unit attention is reported once for each cause
        result = guest(f"sg_raw {node} 00 00 00 00 00 00")
        if result.code == 0:
            return True
        if result.code != 6:
            break
    if result.code == 2 and "Additional sense: Medium not present" in result.err:
        return False
    raise RuntimeError(f"neither ready nor empty: {result}")
