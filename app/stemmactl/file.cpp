// SPDX-License-Identifier: MIT
#include "app/stemmactl/child_process.h"
#include "app/stemmactl/commands.h"
#include "app/stemmactl/input.h"
#include "core/base/sha256.h"
#include "core/io/atomic_write.h"
#include "core/io/path_lock.h"
#include "core/io/strays.h"
#include "core/json/json_file.h"
#include "core/json/json_patch.h"
#include "core/json/python_format.h"
#include "core/json/utf8.h"

namespace stemma::ctl {

namespace {

using json::Value;

struct WriteOptions {
    std::string path;
    bool binary = false;
    bool noMakeFolders = false;
    int indent = 2;
};

struct UpdateOptions {
    std::string path;
    std::string mergePatch;
    std::string jsonPatch;
    std::optional<std::string> fallback;
    double poll = 0;
};

void declarePath(CLI::App& command, std::string& path) {
    command.add_option("PATH", path, "the file")->required()->type_name("");
}

void declarePoll(CLI::App& command, double& poll) {
    command
        .add_option("--poll", poll,
                    "how often to look whether the lock is free; default 2 ms growing to 100 ms")
        ->check(CLI::Range(0.001, 60.0))
        ->option_text("SECONDS");
}

io::LockOptions pollingLock(Context& context, double poll) {
    io::LockOptions lock = context.lockOptions();
    lock.poll = std::chrono::milliseconds(static_cast<std::int64_t>(poll * 1000));
    return lock;
}

int written(Context& context, const std::string& path, std::string_view bytes) {
    context.out.markCommitted();
    if (context.out.json())
        context.out.value(Value::object({{"path", Value::string(path)},
                                         {"bytes", Value::integer(static_cast<std::int64_t>(bytes.size()))},
                                         {"sha256", Value::string(sha256(bytes))}}));
    else if (!context.out.quiet())
        context.out.line("Wrote " + printable(path) + ", " + std::to_string(bytes.size()) + " bytes.");
    return exitDone;
}

int replaceFile(Context& context, const WriteOptions& options, std::string_view bytes) {
    const auto folders = options.noMakeFolders ? io::MissingFolders::refuse : io::MissingFolders::make;
    if (context.stop().stop_requested())
        return context.out.failure(ErrorCode::cancelled, "write the file", options.path, "cancelled");
    io::removeStrays(context.disk(), options.path);
    if (auto status = io::atomicWrite(context.disk(), options.path, bytes, folders); !status)
        return context.out.failure(status.error());
    return written(context, options.path, bytes);
}

int writeFile(Context& context, const WriteOptions& options) {
    const auto bytes = readStandardInput(context.stop());
    if (!bytes)
        return context.out.failure(bytes.error());
    if (!options.binary && json::firstBadByte(*bytes, json::Surrogates::refused) != std::string::npos)
        return context.out.failure(ErrorCode::damaged, "write the file", options.path,
                                   "the standard input is no UTF-8 text",
                                   "Give --binary to write any bytes. Nothing was written.");
    return replaceFile(context, options, *bytes);
}

int writeJson(Context& context, const WriteOptions& options) {
    const auto bytes = readStandardInput(context.stop());
    if (!bytes)
        return context.out.failure(bytes.error());
    const auto value = json::parseFile(*bytes, "standard input");
    if (!value)
        return context.out.failure(value.error());
    return replaceFile(context, options, json::pythonText(*value, options.indent));
}

int readFile(Context& context, const std::string& path) {
    const auto value = json::readJsonFile(context.disk(), path);
    if (!value)
        return context.out.failure(value.error());
    if (context.out.json()) {
        context.out.value(*value);
        return exitDone;
    }
    const std::string bytes = json::bytesOf(*value);
    context.out.bytes(bytes);
    if (!bytes.ends_with('\n'))
        context.out.bytes("\n");
    return exitDone;
}

/// The value as if it were made here: what is new in a file is written in the file's style, not in the
/// patch's. Number text stays.
Value restyled(const Value& value) {
    if (value.isString())
        return Value::string(value.text());
    if (value.isArray()) {
        std::vector<Value> items;
        for (const Value& item : value.items())
            items.push_back(restyled(item));
        return Value::array(std::move(items));
    }
    if (!value.isObject())
        return value;
    std::vector<std::pair<std::string, Value>> members;
    for (const json::Member& member : value.members())
        members.emplace_back(member.key, restyled(member.value));
    return Value::object(std::move(members));
}

/// What `update` is to do with the document, and what a missing file starts as.
struct Update {
    json::Change change;
    std::optional<Value> missing;
};

Result<Update> readUpdate(Context& context, const UpdateOptions& options) {
    const std::string& file = options.mergePatch.empty() ? options.jsonPatch : options.mergePatch;
    const auto bytes = readInput(context.disk(), file, context.stop());
    if (!bytes)
        return fail(bytes.error());
    const auto patch = json::parseFile(*bytes, file == "-" ? "standard input" : file);
    if (!patch)
        return fail(patch.error());
    Update update;
    if (options.fallback) {
        auto missing = json::parseFile(*options.fallback, "--default");
        if (!missing) {
            missing.error().code = ErrorCode::usage;
            return fail(missing.error());
        }
        update.missing = std::move(*missing);
    }
    if (options.jsonPatch.empty())
        update.change = [patch = restyled(*patch)](Value& value) -> Result<bool> {
            json::applyMergePatch(value, patch);
            return true;
        };
    else
        update.change = [patch = restyled(*patch)](Value& value) -> Result<bool> {
            if (auto status = json::applyJsonPatch(value, patch); !status)
                return fail(status.error());
            return true;
        };
    return update;
}

int updated(Context& context, const std::string& path, const json::Updated& result) {
    if (result.written)
        context.out.markCommitted();
    for (const std::string& warning : result.warnings)
        context.out.warning(warning);
    if (context.out.json()) {
        Value value =
            Value::object({{"path", Value::string(path)}, {"sha256", Value::string(result.sha256)}});
        if (!result.written)
            value.set("unchanged", Value::boolean(true));
        if (!result.warnings.empty()) {
            Value warnings = Value::array();
            for (const std::string& warning : result.warnings)
                warnings.appendItem(Value::string(warning));
            value.set("warnings", std::move(warnings));
        }
        context.out.value(value);
    } else if (!context.out.quiet()) {
        context.out.line((result.written ? "Updated " : "Nothing to change in ") + printable(path) + ".");
    }
    return exitDone;
}

int updateFile(Context& context, const UpdateOptions& options) {
    if (options.mergePatch.empty() == options.jsonPatch.empty())
        return context.out.failure(ErrorCode::usage, "update the file", options.path,
                                   "give either --merge-patch or --json-patch");
    const auto update = readUpdate(context, options);
    if (!update)
        return context.out.failure(update.error());
    const auto result = json::updateJsonFile(context.disk(), options.path, update->change, update->missing,
                                             pollingLock(context, options.poll));
    if (result)
        return updated(context, options.path, *result);
    if (result.error().code == ErrorCode::conflict && result.error().detail == "test failed")
        return context.out.answerNo(result.error());
    return context.out.failure(result.error());
}

int lockFile(Context& context, const UpdateOptions& options, const std::vector<std::string>& command) {
    if (command.empty())
        return context.out.failure(ErrorCode::usage, "lock the file", options.path, "no command was given",
                                   "Write it behind --: stemmactl file lock PATH -- COMMAND …");
    auto lock = io::PathLock::acquire(context.disk(), options.path, pollingLock(context, options.poll));
    if (!lock)
        return context.out.failure(lock.error());
    const auto code = runChild(command, context.signals());
    if (const auto ours = lock->stillOurs(); !ours || !*ours)
        context.out.warning("another program took the lock of " + printable(options.path) +
                            " away while the command ran");
    if (auto status = lock->release(); !status)
        context.out.warning(describe(status.error()));
    return code ? *code : context.out.failure(code.error());
}

void addWriting(const CommandSet& file) {
    addCommand<WriteOptions>(
        file,
        {"write", "replace a file by the standard input, all or nothing",
         "  stemmactl file write notes.txt < draft.txt\n"
         "  make-picture | stemmactl file write --binary chart.png\n"},
        Writes::no,
        [](CLI::App& command, WriteOptions& options) {
            declarePath(command, options.path);
            command.add_flag("--binary", options.binary, "take any bytes, not only UTF-8 text");
            command.add_flag("--no-mkdir", options.noMakeFolders, "fail (exit 3) if the folder is missing");
        },
        writeFile);
    addCommand<WriteOptions>(
        file,
        {"write-json", "as write, checked to be JSON and formatted as Python's json.dump does",
         "  curl -s https://example.org/data | stemmactl file write-json data.json\n"
         "  stemmactl file write-json --indent 4 config.json < new.json\n"},
        Writes::no,
        [](CLI::App& command, WriteOptions& options) {
            declarePath(command, options.path);
            command.add_option("--indent", options.indent, "blanks a level; default 2")
                ->check(CLI::Range(0, 16))
                ->option_text("N");
            command.add_flag("--no-mkdir", options.noMakeFolders, "fail (exit 3) if the folder is missing");
        },
        writeJson);
}

void addReadingAndUpdating(const CommandSet& file) {
    addCommand<std::string>(file,
                            {"read", "check and print a JSON file; exit 6 with line and column if it is none",
                             "  stemmactl file read settings.json\n"
                             "  stemmactl file read settings.json --json | jq .theme\n"},
                            Writes::no, declarePath, readFile);
    addCommand<UpdateOptions>(
        file,
        {"update", "change a JSON file under FILE.lock; what the patch doesn't name keeps its bytes",
         "  echo '{\"theme\": \"dark\"}' | stemmactl file update settings.json --merge-patch -\n"
         "  stemmactl file update log.json --json-patch add.json --default '[]'\n"
         "  (a failed `test` of a JSON patch is exit 1; a damaged file is exit 6 and stays as it is)\n"},
        Writes::yes,
        [](CLI::App& command, UpdateOptions& options) {
            declarePath(command, options.path);
            command.add_option("--merge-patch", options.mergePatch, "RFC 7396; - is the standard input")
                ->type_name("FILE");
            command.add_option("--json-patch", options.jsonPatch, "RFC 6902; - is the standard input")
                ->type_name("FILE");
            command
                .add_option_function<std::string>(
                    "--default", [&options](const std::string& text) { options.fallback = text; },
                    "what a missing file starts as (else it is exit 3)")
                ->type_name("JSON");
            declarePoll(command, options.poll);
        },
        updateFile);
}

} // namespace

void addFileCommands(const CommandSet& file) {
    addWriting(file);
    addReadingAndUpdating(file);
    addCommand<UpdateOptions>(
        file,
        {"lock", "run a command while holding FILE.lock; its exit status is passed through (128 + signal)",
         "  stemmactl file lock settings.json -- python3 change.py settings.json\n"
         "  stemmactl --timeout 5 file lock data.json -- sh -c 'sort data.json > t; mv t data.json'\n"
         "  (a command that isn't found is exit 127, one that can't be run 126)\n"},
        Writes::yes,
        [](CLI::App& command, UpdateOptions& options) {
            declarePath(command, options.path);
            declarePoll(command, options.poll);
        },
        [words = file.arguments.command](Context& context, const UpdateOptions& options) {
            return lockFile(context, options, words);
        });
}

} // namespace stemma::ctl
