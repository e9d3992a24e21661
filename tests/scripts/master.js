// MsftDiscMaster2 as JScript sees it.
var E_INVALIDARG = -2147024809;
var tests = 0;

function check(name, condition, why) {
    tests++;
    WScript.Echo(condition ? "ok " + name : "not ok " + name + ": " + why);
}

// The error number of a call; 0 when it succeeds.
function error(call) {
    try {
        call();
    } catch (e) {
        error.description = e.description;
        return e.number;
    }
    return 0;
}

var master, ids = [], i, walk, text, number;
number = error(function () { master = new ActiveXObject("IMAPI2.MsftDiscMaster2"); });
check("ActiveXObject", number === 0, number);
check("Count__is_a_number", typeof master.Count === "number", typeof master.Count);
check("Count__any_letter_case", master.count === master.COUNT, "differs");
for (i = 0; i < master.Count; i++) ids.push(master.Item(i));
check("Item__loop", ids.length === master.Count && ids.length >= 2, ids.length);
check("Item__is_a_string", typeof ids[0] === "string", typeof ids[0]);
check("default_member", master(0) === ids[0] && master(1) === ids[1], master(0));
check("item__lower_case", master.item(1) === ids[1], master.item(1));
check("Item__index_as_text", master.Item("1") === ids[1], "differs");
check("Item__index_as_fraction", master.Item(0.9) === ids[1], "not rounded as VARIANT coercion rounds");
text = [];
number = error(function () {
    for (walk = new Enumerator(master); !walk.atEnd(); walk.moveNext()) text.push(walk.item());
});
check("Enumerator", number === 0 && text.join("|") === ids.join("|"), number + " " + text.join("|"));
check("Enumerator__moveFirst", number === 0 && (walk.moveFirst(), walk.item() === ids[0]), "not the first");
number = error(function () { master.Item(9999); });
check("Item__bare_statement_beyond_the_end", number === E_INVALIDARG, number);
check("Item__beyond_the_end__description", error.description.length > 0, "empty");
number = error(function () { var x = master.Item(-1); });
check("Item__negative", number === E_INVALIDARG, number);
check("Item__bare_statement_good_index", error(function () { master.Item(0); }) === 0, error.description);
check("Item__without_index", error(function () { var x = master.Item(); }) !== 0, "no error");
check("Item__too_many_arguments", error(function () { var x = master.Item(0, 1); }) !== 0, "no error");
check("Count__is_read_only", error(function () { master.Count = 3; }) !== 0, "no error");
check("IsSupportedEnvironment__is_true", master.IsSupportedEnvironment === true, master.IsSupportedEnvironment);
WScript.Echo("1.." + tests);
