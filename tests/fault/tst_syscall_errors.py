# SPDX-License-Identifier: MIT
"""Every operation, with an error of the system at each call that it makes for the store."""

import collections
import errno
import os

import tracing
from disturbing import Disturbed, main
from operations import demand
from proof import proved

SAMPLE = int(os.environ.get("STEMMA_TEST_ERRORS", "400"))
READING = ("EIO", "EACCES", "ENOMEM")
WRITING = ("EIO", "ENOSPC", "EDQUOT", "EROFS", "EACCES")
ERRORS = {
    "openat": ("EIO", "EACCES", "EMFILE", "ENFILE", "EINTR", "ENOSPC", "EROFS"),
    "newfstatat": READING, "fstat": READING, "getdents64": ("EIO", "ENOMEM"), "readlink": ("EIO", "EACCES"),
    "read": ("EIO", "EINTR"), "pread64": ("EIO", "EINTR"), "lseek": ("EIO",), "fcntl": ("EIO",), "fstatfs": ("EIO",),
    "write": ("EIO", "ENOSPC", "EDQUOT", "EFBIG", "EINTR"), "pwrite64": ("EIO", "ENOSPC", "EDQUOT", "EFBIG", "EINTR"),
    "fsync": ("EIO", "ENOSPC", "EDQUOT", "EROFS", "EINTR"), "fdatasync": ("EIO", "ENOSPC", "EDQUOT", "EROFS", "EINTR"),
    "sync_file_range": ("EIO", "ENOSPC"), "fallocate": ("EIO", "ENOSPC", "EDQUOT", "EFBIG", "EINTR", "EOPNOTSUPP"),
    "ftruncate": ("EIO", "ENOSPC", "EINTR"), "copy_file_range": ("EIO", "ENOSPC", "EDQUOT", "EXDEV"),
    "renameat": WRITING + ("EPERM",), "renameat2": WRITING + ("EPERM", "EINVAL"), "linkat": WRITING + ("EPERM", "EMLINK"),
    "unlinkat": ("EIO", "EROFS", "EACCES", "EPERM"), "mkdirat": WRITING + ("EMLINK",),
    "flock": ("EIO", "ENOLCK", "EINTR"), "close": ("EIO", "ENOSPC", "EDQUOT", "EINTR"),
    "fchmod": ("EIO", "EPERM", "EROFS"), "fchown": ("EIO", "EPERM", "EROFS"), "utimensat": ("EIO", "EPERM"),
    "fgetxattr": ("EIO", "EOPNOTSUPP"), "fsetxattr": ("EIO", "ENOSPC", "EPERM"), "fremovexattr": ("EIO", "EPERM"),
    "flistxattr": ("EIO", "EOPNOTSUPP"), "ioctl": ("EIO", "EOPNOTSUPP"),
}
Case = collections.namedtuple("Case", "operation call error")


class SyscallErrors(Disturbed):
    def all_cases(self):
        return [Case(name, call, error) for name, undisturbed in self.undisturbed.items()
                for call in undisturbed.calls for error in ERRORS[call.name]]

    def run_case(self, case, folder):
        undisturbed = self.undisturbed[case.operation]
        operation = undisturbed.operation
        store = self.template.copy(folder)
        before = store.raw(*undisturbed.also)
        traced = tracing.run(operation.command(store), stdin=operation.stdin(store),
                             trace=f"fsync,fdatasync,{case.call.name}",
                             inject=f"{case.call.name}:error={case.error}:when={case.call.n}")
        store.check_raw()
        demand(not traced.synced_again(), "synced again after it had failed:", traced.synced_again())
        self.judge(undisturbed, store, before, traced.answer, [getattr(errno, case.error)])
        return bool(traced.injected())

    def test_an_error_at_each_call(self):
        cases = self.sample(self.all_cases(), lambda case: (case.operation, case.call.name), SAMPLE)
        came = self.run_cases(cases, self.run_case)
        self.assertGreater(came, len(cases) * 3 // 4, "the errors did not come")
        proved("P4 P5 P6 P15", f"an error of the system at each call of {len(self.undisturbed)} operations", came)


if __name__ == "__main__":
    main(tracing.unavailable())
