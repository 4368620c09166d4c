/*
 * Prints the constants of package dev.jaio.internal.abi as the headers have them, one
 * "Class.CONSTANT value" per line. The output for each architecture is committed beside it:
 *
 *   cc                    -S -o - abi.c | sed -nE 's/^@([^ ]+) [$#]?/\1 /p' > linux-x86_64.txt
 *   aarch64-linux-gnu-gcc -S -o - abi.c | sed -nE 's/^@([^ ]+) [$#]?/\1 /p' > linux-aarch64.txt
 *
 * The values are written into the assembly listing by the compiler and nothing is run, so a cross
 * compiler needs no emulator. Headers of Linux 6.1 or newer are needed.
 *
 * A new constant takes one line here, its field in the Java class, and a run of both commands;
 * AbiTest names what is missing on either side.
 */
#define _DEFAULT_SOURCE
#define _LARGEFILE64_SOURCE

#include <linux/version.h>

#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 1, 0)
#error "newer headers are needed: those of Linux 6.1"
#endif

#include <dirent.h>
#include <poll.h>
#include <stddef.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <sys/statvfs.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

#include <asm/errno.h>
#include <asm/unistd.h>
#include <linux/fadvise.h>
#include <linux/falloc.h>
#include <linux/fcntl.h>
#include <linux/fs.h>
#include <linux/io_uring.h>
#include <linux/limits.h>
#include <linux/magic.h>
#include <linux/openat2.h>
#include <linux/stat.h>

#ifndef STATX_MNT_ID_UNIQUE /* since Linux 6.8 */
#define STATX_MNT_ID_UNIQUE 0x00004000U
#endif
#ifdef STATX_DIO_READ_ALIGN
#define STX_DIO_READ_OFFSET_ALIGN offsetof(struct statx, stx_dio_read_offset_align)
#else /* since Linux 6.14 */
#define STATX_DIO_READ_ALIGN 0x00020000U
#define STX_DIO_READ_OFFSET_ALIGN 0xb4
#endif
#ifndef ENOTSUP /* only in the C library's errno.h, which must not replace the kernel's */
#define ENOTSUP EOPNOTSUPP
#endif

#define EMIT(name, value) __asm__ volatile("\n@" name " %0" : : "i"((long)(value)))
#define VALUE(type, name, value) EMIT(#type "." #name, value)
#define SAME(type, name) EMIT(#type "." #name, name)
#define OFFSET(type, name, structure, member) EMIT(#type "." #name, offsetof(structure, member))

void constants(void) {
  SAME(OpenFlags, O_RDONLY);
  SAME(OpenFlags, O_WRONLY);
  SAME(OpenFlags, O_RDWR);
  SAME(OpenFlags, O_ACCMODE);
  SAME(OpenFlags, O_CREAT);
  SAME(OpenFlags, O_EXCL);
  SAME(OpenFlags, O_NOCTTY);
  SAME(OpenFlags, O_TRUNC);
  SAME(OpenFlags, O_APPEND);
  SAME(OpenFlags, O_NONBLOCK);
  SAME(OpenFlags, O_DSYNC);
  SAME(OpenFlags, O_SYNC);
  SAME(OpenFlags, O_DIRECTORY);
  SAME(OpenFlags, O_NOFOLLOW);
  SAME(OpenFlags, O_DIRECT);
  SAME(OpenFlags, O_LARGEFILE);
  SAME(OpenFlags, O_NOATIME);
  SAME(OpenFlags, O_CLOEXEC);
  SAME(OpenFlags, O_PATH);
  SAME(OpenFlags, O_TMPFILE);

  SAME(At, AT_FDCWD);
  SAME(At, AT_SYMLINK_NOFOLLOW);
  SAME(At, AT_EACCESS);
  SAME(At, AT_REMOVEDIR);
  SAME(At, AT_SYMLINK_FOLLOW);
  SAME(At, AT_NO_AUTOMOUNT);
  SAME(At, AT_EMPTY_PATH);
  SAME(At, AT_STATX_SYNC_AS_STAT);
  SAME(At, AT_STATX_FORCE_SYNC);
  SAME(At, AT_STATX_DONT_SYNC);

  SAME(FileMode, S_IFMT);
  SAME(FileMode, S_IFSOCK);
  SAME(FileMode, S_IFLNK);
  SAME(FileMode, S_IFREG);
  SAME(FileMode, S_IFBLK);
  SAME(FileMode, S_IFDIR);
  SAME(FileMode, S_IFCHR);
  SAME(FileMode, S_IFIFO);
  SAME(FileMode, S_ISUID);
  SAME(FileMode, S_ISGID);
  SAME(FileMode, S_ISVTX);
  SAME(FileMode, S_IRWXU);
  SAME(FileMode, S_IRWXG);
  SAME(FileMode, S_IRWXO);

  SAME(Access, F_OK);
  SAME(Access, X_OK);
  SAME(Access, W_OK);
  SAME(Access, R_OK);

  OFFSET(Statx, STX_MASK, struct statx, stx_mask);
  OFFSET(Statx, STX_BLKSIZE, struct statx, stx_blksize);
  OFFSET(Statx, STX_ATTRIBUTES, struct statx, stx_attributes);
  OFFSET(Statx, STX_NLINK, struct statx, stx_nlink);
  OFFSET(Statx, STX_UID, struct statx, stx_uid);
  OFFSET(Statx, STX_GID, struct statx, stx_gid);
  OFFSET(Statx, STX_MODE, struct statx, stx_mode);
  OFFSET(Statx, STX_INO, struct statx, stx_ino);
  OFFSET(Statx, STX_SIZE, struct statx, stx_size);
  OFFSET(Statx, STX_BLOCKS, struct statx, stx_blocks);
  OFFSET(Statx, STX_ATTRIBUTES_MASK, struct statx, stx_attributes_mask);
  OFFSET(Statx, STX_ATIME, struct statx, stx_atime);
  OFFSET(Statx, STX_BTIME, struct statx, stx_btime);
  OFFSET(Statx, STX_CTIME, struct statx, stx_ctime);
  OFFSET(Statx, STX_MTIME, struct statx, stx_mtime);
  OFFSET(Statx, STX_RDEV_MAJOR, struct statx, stx_rdev_major);
  OFFSET(Statx, STX_RDEV_MINOR, struct statx, stx_rdev_minor);
  OFFSET(Statx, STX_DEV_MAJOR, struct statx, stx_dev_major);
  OFFSET(Statx, STX_DEV_MINOR, struct statx, stx_dev_minor);
  OFFSET(Statx, STX_MNT_ID, struct statx, stx_mnt_id);
  OFFSET(Statx, STX_DIO_MEM_ALIGN, struct statx, stx_dio_mem_align);
  OFFSET(Statx, STX_DIO_OFFSET_ALIGN, struct statx, stx_dio_offset_align);
  SAME(Statx, STX_DIO_READ_OFFSET_ALIGN);
  VALUE(Statx, SIZE, sizeof(struct statx));
  OFFSET(Statx, TV_SEC, struct statx_timestamp, tv_sec);
  OFFSET(Statx, TV_NSEC, struct statx_timestamp, tv_nsec);
  SAME(Statx, STATX_TYPE);
  SAME(Statx, STATX_MODE);
  SAME(Statx, STATX_NLINK);
  SAME(Statx, STATX_UID);
  SAME(Statx, STATX_GID);
  SAME(Statx, STATX_ATIME);
  SAME(Statx, STATX_MTIME);
  SAME(Statx, STATX_CTIME);
  SAME(Statx, STATX_INO);
  SAME(Statx, STATX_SIZE);
  SAME(Statx, STATX_BLOCKS);
  SAME(Statx, STATX_BASIC_STATS);
  SAME(Statx, STATX_BTIME);
  SAME(Statx, STATX_MNT_ID);
  SAME(Statx, STATX_DIOALIGN);
  SAME(Statx, STATX_MNT_ID_UNIQUE);
  SAME(Statx, STATX_DIO_READ_ALIGN);
  SAME(Statx, STATX_ATTR_COMPRESSED);
  SAME(Statx, STATX_ATTR_IMMUTABLE);
  SAME(Statx, STATX_ATTR_APPEND);
  SAME(Statx, STATX_ATTR_NODUMP);
  SAME(Statx, STATX_ATTR_ENCRYPTED);
  SAME(Statx, STATX_ATTR_AUTOMOUNT);
  SAME(Statx, STATX_ATTR_MOUNT_ROOT);
  SAME(Statx, STATX_ATTR_VERITY);
  SAME(Statx, STATX_ATTR_DAX);

  OFFSET(Dirent64, D_INO, struct dirent64, d_ino);
  OFFSET(Dirent64, D_OFF, struct dirent64, d_off);
  OFFSET(Dirent64, D_RECLEN, struct dirent64, d_reclen);
  OFFSET(Dirent64, D_TYPE, struct dirent64, d_type);
  OFFSET(Dirent64, D_NAME, struct dirent64, d_name);
  SAME(Dirent64, DT_UNKNOWN);
  SAME(Dirent64, DT_FIFO);
  SAME(Dirent64, DT_CHR);
  SAME(Dirent64, DT_DIR);
  SAME(Dirent64, DT_BLK);
  SAME(Dirent64, DT_REG);
  SAME(Dirent64, DT_LNK);
  SAME(Dirent64, DT_SOCK);

  OFFSET(Iovec, IOV_BASE, struct iovec, iov_base);
  OFFSET(Iovec, IOV_LEN, struct iovec, iov_len);
  VALUE(Iovec, SIZE, sizeof(struct iovec));

  OFFSET(Timespec, TV_SEC, struct timespec, tv_sec);
  OFFSET(Timespec, TV_NSEC, struct timespec, tv_nsec);
  VALUE(Timespec, SIZE, sizeof(struct timespec));
  SAME(Timespec, UTIME_NOW);
  SAME(Timespec, UTIME_OMIT);

  OFFSET(OpenHow, FLAGS, struct open_how, flags);
  OFFSET(OpenHow, MODE, struct open_how, mode);
  OFFSET(OpenHow, RESOLVE, struct open_how, resolve);
  VALUE(OpenHow, SIZE, sizeof(struct open_how));
  SAME(OpenHow, RESOLVE_NO_XDEV);
  SAME(OpenHow, RESOLVE_NO_MAGICLINKS);
  SAME(OpenHow, RESOLVE_NO_SYMLINKS);
  SAME(OpenHow, RESOLVE_BENEATH);
  SAME(OpenHow, RESOLVE_IN_ROOT);
  SAME(OpenHow, RESOLVE_CACHED);

  SAME(Seek, SEEK_SET);
  SAME(Seek, SEEK_CUR);
  SAME(Seek, SEEK_END);
  SAME(Seek, SEEK_DATA);
  SAME(Seek, SEEK_HOLE);

  SAME(Rename, RENAME_NOREPLACE);
  SAME(Rename, RENAME_EXCHANGE);
  SAME(Rename, RENAME_WHITEOUT);

  SAME(Rwf, RWF_HIPRI);
  SAME(Rwf, RWF_DSYNC);
  SAME(Rwf, RWF_SYNC);
  SAME(Rwf, RWF_NOWAIT);
  SAME(Rwf, RWF_APPEND);

  SAME(Fadvise, POSIX_FADV_WILLNEED);

  SAME(Falloc, FALLOC_FL_KEEP_SIZE);
  SAME(Falloc, FALLOC_FL_PUNCH_HOLE);
  SAME(Falloc, FALLOC_FL_COLLAPSE_RANGE);
  SAME(Falloc, FALLOC_FL_ZERO_RANGE);
  SAME(Falloc, FALLOC_FL_INSERT_RANGE);
  SAME(Falloc, FALLOC_FL_UNSHARE_RANGE);

  OFFSET(Poll, FD, struct pollfd, fd);
  OFFSET(Poll, EVENTS, struct pollfd, events);
  OFFSET(Poll, REVENTS, struct pollfd, revents);
  VALUE(Poll, SIZE, sizeof(struct pollfd));
  SAME(Poll, POLLIN);
  SAME(Poll, POLLPRI);
  SAME(Poll, POLLOUT);
  SAME(Poll, POLLERR);
  SAME(Poll, POLLHUP);
  SAME(Poll, POLLNVAL);

  SAME(EventFd, EFD_SEMAPHORE);
  SAME(EventFd, EFD_CLOEXEC);
  SAME(EventFd, EFD_NONBLOCK);

  OFFSET(Statfs, F_TYPE, struct statfs, f_type);
  OFFSET(Statfs, F_BSIZE, struct statfs, f_bsize);
  OFFSET(Statfs, F_BLOCKS, struct statfs, f_blocks);
  OFFSET(Statfs, F_BFREE, struct statfs, f_bfree);
  OFFSET(Statfs, F_BAVAIL, struct statfs, f_bavail);
  OFFSET(Statfs, F_FILES, struct statfs, f_files);
  OFFSET(Statfs, F_FFREE, struct statfs, f_ffree);
  OFFSET(Statfs, F_FSID, struct statfs, f_fsid);
  OFFSET(Statfs, F_NAMELEN, struct statfs, f_namelen);
  OFFSET(Statfs, F_FRSIZE, struct statfs, f_frsize);
  OFFSET(Statfs, F_FLAGS, struct statfs, f_flags);
  VALUE(Statfs, SIZE, sizeof(struct statfs));
  SAME(Statfs, EXT4_SUPER_MAGIC);
  SAME(Statfs, XFS_SUPER_MAGIC);
  SAME(Statfs, BTRFS_SUPER_MAGIC);
  SAME(Statfs, F2FS_SUPER_MAGIC);
  SAME(Statfs, TMPFS_MAGIC);
  SAME(Statfs, RAMFS_MAGIC);
  SAME(Statfs, OVERLAYFS_SUPER_MAGIC);
  SAME(Statfs, NFS_SUPER_MAGIC);
  SAME(Statfs, FUSE_SUPER_MAGIC);
  SAME(Statfs, ST_RDONLY);
  SAME(Statfs, ST_NOSUID);

  SAME(Limits, PATH_MAX);
  SAME(Limits, NAME_MAX);
  VALUE(Limits, IOV_MAX, UIO_MAXIOV);

  VALUE(Syscall, SYS_getdents64, __NR_getdents64);
  VALUE(Syscall, SYS_statx, __NR_statx);
  VALUE(Syscall, SYS_renameat2, __NR_renameat2);
  VALUE(Syscall, SYS_eventfd2, __NR_eventfd2);
  VALUE(Syscall, SYS_copy_file_range, __NR_copy_file_range);
  VALUE(Syscall, SYS_openat2, __NR_openat2);
  VALUE(Syscall, SYS_io_uring_setup, __NR_io_uring_setup);
  VALUE(Syscall, SYS_io_uring_enter, __NR_io_uring_enter);
  VALUE(Syscall, SYS_io_uring_register, __NR_io_uring_register);

  SAME(IoUring, IORING_SETUP_CQSIZE);
  SAME(IoUring, IORING_SETUP_CLAMP);
  SAME(IoUring, IORING_SETUP_R_DISABLED);
  SAME(IoUring, IORING_SETUP_SUBMIT_ALL);
  SAME(IoUring, IORING_SETUP_COOP_TASKRUN);
  SAME(IoUring, IORING_SETUP_TASKRUN_FLAG);
  SAME(IoUring, IORING_SETUP_SINGLE_ISSUER);
  SAME(IoUring, IORING_SETUP_DEFER_TASKRUN);
  SAME(IoUring, IORING_FEAT_SINGLE_MMAP);
  SAME(IoUring, IORING_FEAT_NODROP);
  SAME(IoUring, IORING_FEAT_SUBMIT_STABLE);
  SAME(IoUring, IORING_FEAT_RW_CUR_POS);
  SAME(IoUring, IORING_FEAT_EXT_ARG);
  SAME(IoUring, IORING_FEAT_NATIVE_WORKERS);
  SAME(IoUring, IORING_ENTER_GETEVENTS);
  SAME(IoUring, IORING_ENTER_EXT_ARG);
  SAME(IoUring, IORING_ENTER_REGISTERED_RING);
  SAME(IoUring, IORING_OFF_SQ_RING);
  SAME(IoUring, IORING_OFF_CQ_RING);
  SAME(IoUring, IORING_OFF_SQES);
  SAME(IoUring, IORING_SQ_NEED_WAKEUP);
  SAME(IoUring, IORING_SQ_CQ_OVERFLOW);
  SAME(IoUring, IORING_SQ_TASKRUN);
  SAME(IoUring, IORING_REGISTER_BUFFERS);
  SAME(IoUring, IORING_UNREGISTER_BUFFERS);
  SAME(IoUring, IORING_REGISTER_FILES);
  SAME(IoUring, IORING_REGISTER_EVENTFD);
  SAME(IoUring, IORING_REGISTER_FILES_UPDATE);
  SAME(IoUring, IORING_REGISTER_PROBE);
  SAME(IoUring, IORING_REGISTER_RESTRICTIONS);
  SAME(IoUring, IORING_REGISTER_ENABLE_RINGS);
  SAME(IoUring, IORING_REGISTER_IOWQ_MAX_WORKERS);
  SAME(IoUring, IORING_REGISTER_RING_FDS);
  SAME(IoUring, IORING_RESTRICTION_REGISTER_OP);
  SAME(IoUring, IORING_RESTRICTION_SQE_OP);
  OFFSET(IoUringParams, SQ_ENTRIES, struct io_uring_params, sq_entries);
  OFFSET(IoUringParams, CQ_ENTRIES, struct io_uring_params, cq_entries);
  OFFSET(IoUringParams, FLAGS, struct io_uring_params, flags);
  OFFSET(IoUringParams, FEATURES, struct io_uring_params, features);
  OFFSET(IoUringParams, WQ_FD, struct io_uring_params, wq_fd);
  OFFSET(IoUringParams, SQ_OFF_HEAD, struct io_uring_params, sq_off.head);
  OFFSET(IoUringParams, SQ_OFF_TAIL, struct io_uring_params, sq_off.tail);
  OFFSET(IoUringParams, SQ_OFF_RING_MASK, struct io_uring_params, sq_off.ring_mask);
  OFFSET(IoUringParams, SQ_OFF_RING_ENTRIES, struct io_uring_params, sq_off.ring_entries);
  OFFSET(IoUringParams, SQ_OFF_FLAGS, struct io_uring_params, sq_off.flags);
  OFFSET(IoUringParams, SQ_OFF_DROPPED, struct io_uring_params, sq_off.dropped);
  OFFSET(IoUringParams, SQ_OFF_ARRAY, struct io_uring_params, sq_off.array);
  OFFSET(IoUringParams, CQ_OFF_HEAD, struct io_uring_params, cq_off.head);
  OFFSET(IoUringParams, CQ_OFF_TAIL, struct io_uring_params, cq_off.tail);
  OFFSET(IoUringParams, CQ_OFF_RING_MASK, struct io_uring_params, cq_off.ring_mask);
  OFFSET(IoUringParams, CQ_OFF_RING_ENTRIES, struct io_uring_params, cq_off.ring_entries);
  OFFSET(IoUringParams, CQ_OFF_OVERFLOW, struct io_uring_params, cq_off.overflow);
  OFFSET(IoUringParams, CQ_OFF_CQES, struct io_uring_params, cq_off.cqes);
  OFFSET(IoUringParams, CQ_OFF_FLAGS, struct io_uring_params, cq_off.flags);
  VALUE(IoUringParams, SIZE, sizeof(struct io_uring_params));
  OFFSET(IoUringSqe, OPCODE, struct io_uring_sqe, opcode);
  OFFSET(IoUringSqe, FLAGS, struct io_uring_sqe, flags);
  OFFSET(IoUringSqe, IOPRIO, struct io_uring_sqe, ioprio);
  OFFSET(IoUringSqe, FD, struct io_uring_sqe, fd);
  OFFSET(IoUringSqe, OFF, struct io_uring_sqe, off);
  OFFSET(IoUringSqe, ADDR, struct io_uring_sqe, addr);
  OFFSET(IoUringSqe, LEN, struct io_uring_sqe, len);
  OFFSET(IoUringSqe, RW_FLAGS, struct io_uring_sqe, rw_flags);
  OFFSET(IoUringSqe, USER_DATA, struct io_uring_sqe, user_data);
  OFFSET(IoUringSqe, BUF_INDEX, struct io_uring_sqe, buf_index);
  OFFSET(IoUringSqe, PERSONALITY, struct io_uring_sqe, personality);
  OFFSET(IoUringSqe, FILE_INDEX, struct io_uring_sqe, file_index);
  OFFSET(IoUringSqe, ADDR3, struct io_uring_sqe, addr3);
  VALUE(IoUringSqe, SIZE, sizeof(struct io_uring_sqe));
  SAME(IoUringSqe, IOSQE_FIXED_FILE);
  SAME(IoUringSqe, IOSQE_IO_LINK);
  SAME(IoUringSqe, IOSQE_ASYNC);
  OFFSET(IoUringCqe, USER_DATA, struct io_uring_cqe, user_data);
  OFFSET(IoUringCqe, RES, struct io_uring_cqe, res);
  OFFSET(IoUringCqe, FLAGS, struct io_uring_cqe, flags);
  VALUE(IoUringCqe, SIZE, sizeof(struct io_uring_cqe));
  SAME(IoUringCqe, IORING_CQE_F_MORE);
  SAME(IoUringOp, IORING_OP_NOP);
  SAME(IoUringOp, IORING_OP_READV);
  SAME(IoUringOp, IORING_OP_WRITEV);
  SAME(IoUringOp, IORING_OP_FSYNC);
  SAME(IoUringOp, IORING_OP_READ_FIXED);
  SAME(IoUringOp, IORING_OP_WRITE_FIXED);
  SAME(IoUringOp, IORING_OP_POLL_ADD);
  SAME(IoUringOp, IORING_OP_ASYNC_CANCEL);
  SAME(IoUringOp, IORING_OP_FALLOCATE);
  SAME(IoUringOp, IORING_OP_OPENAT);
  SAME(IoUringOp, IORING_OP_CLOSE);
  SAME(IoUringOp, IORING_OP_STATX);
  SAME(IoUringOp, IORING_OP_READ);
  SAME(IoUringOp, IORING_OP_WRITE);
  SAME(IoUringOp, IORING_OP_FADVISE);
  SAME(IoUringOp, IORING_OP_OPENAT2);
  SAME(IoUringOp, IORING_OP_SPLICE);
  SAME(IoUringOp, IORING_OP_TEE);
  SAME(IoUringOp, IORING_OP_RENAMEAT);
  SAME(IoUringOp, IORING_OP_UNLINKAT);
  SAME(IoUringOp, IORING_OP_MKDIRAT);
  SAME(IoUringOp, IORING_OP_SYMLINKAT);
  SAME(IoUringOp, IORING_OP_LINKAT);
  SAME(IoUringOp, IORING_OP_FSETXATTR);
  SAME(IoUringOp, IORING_OP_SETXATTR);
  SAME(IoUringOp, IORING_OP_FGETXATTR);
  SAME(IoUringOp, IORING_OP_GETXATTR);
  SAME(IoUringOp, IORING_FSYNC_DATASYNC);
  SAME(IoUringOp, IORING_ASYNC_CANCEL_ALL);
  SAME(IoUringOp, IORING_ASYNC_CANCEL_ANY);
  OFFSET(IoUringProbe, LAST_OP, struct io_uring_probe, last_op);
  OFFSET(IoUringProbe, OPS_LEN, struct io_uring_probe, ops_len);
  OFFSET(IoUringProbe, OPS, struct io_uring_probe, ops);
  VALUE(IoUringProbe, SIZE, sizeof(struct io_uring_probe));
  OFFSET(IoUringProbe, OP_FLAGS, struct io_uring_probe_op, flags);
  VALUE(IoUringProbe, OP_SIZE, sizeof(struct io_uring_probe_op));
  SAME(IoUringProbe, IO_URING_OP_SUPPORTED);
  OFFSET(IoUringGetEvents, SIGMASK, struct io_uring_getevents_arg, sigmask);
  OFFSET(IoUringGetEvents, SIGMASK_SZ, struct io_uring_getevents_arg, sigmask_sz);
  OFFSET(IoUringGetEvents, TS, struct io_uring_getevents_arg, ts);
  VALUE(IoUringGetEvents, SIZE, sizeof(struct io_uring_getevents_arg));
  SAME(Mmap, PROT_READ);
  SAME(Mmap, PROT_WRITE);
  SAME(Mmap, MAP_SHARED);
  SAME(Mmap, MAP_PRIVATE);
  SAME(Mmap, MAP_ANONYMOUS);
  SAME(Mmap, MAP_POPULATE);

  SAME(Errno, EPERM);
  SAME(Errno, ENOENT);
  SAME(Errno, ESRCH);
  SAME(Errno, EINTR);
  SAME(Errno, EIO);
  SAME(Errno, ENXIO);
  SAME(Errno, E2BIG);
  SAME(Errno, ENOEXEC);
  SAME(Errno, EBADF);
  SAME(Errno, ECHILD);
  SAME(Errno, EAGAIN);
  SAME(Errno, ENOMEM);
  SAME(Errno, EACCES);
  SAME(Errno, EFAULT);
  SAME(Errno, ENOTBLK);
  SAME(Errno, EBUSY);
  SAME(Errno, EEXIST);
  SAME(Errno, EXDEV);
  SAME(Errno, ENODEV);
  SAME(Errno, ENOTDIR);
  SAME(Errno, EISDIR);
  SAME(Errno, EINVAL);
  SAME(Errno, ENFILE);
  SAME(Errno, EMFILE);
  SAME(Errno, ENOTTY);
  SAME(Errno, ETXTBSY);
  SAME(Errno, EFBIG);
  SAME(Errno, ENOSPC);
  SAME(Errno, ESPIPE);
  SAME(Errno, EROFS);
  SAME(Errno, EMLINK);
  SAME(Errno, EPIPE);
  SAME(Errno, EDOM);
  SAME(Errno, ERANGE);
  SAME(Errno, EDEADLK);
  SAME(Errno, ENAMETOOLONG);
  SAME(Errno, ENOLCK);
  SAME(Errno, ENOSYS);
  SAME(Errno, ENOTEMPTY);
  SAME(Errno, ELOOP);
  SAME(Errno, ENOMSG);
  SAME(Errno, EIDRM);
  SAME(Errno, ECHRNG);
  SAME(Errno, EL2NSYNC);
  SAME(Errno, EL3HLT);
  SAME(Errno, EL3RST);
  SAME(Errno, ELNRNG);
  SAME(Errno, EUNATCH);
  SAME(Errno, ENOCSI);
  SAME(Errno, EL2HLT);
  SAME(Errno, EBADE);
  SAME(Errno, EBADR);
  SAME(Errno, EXFULL);
  SAME(Errno, ENOANO);
  SAME(Errno, EBADRQC);
  SAME(Errno, EBADSLT);
  SAME(Errno, EBFONT);
  SAME(Errno, ENOSTR);
  SAME(Errno, ENODATA);
  SAME(Errno, ETIME);
  SAME(Errno, ENOSR);
  SAME(Errno, ENONET);
  SAME(Errno, ENOPKG);
  SAME(Errno, EREMOTE);
  SAME(Errno, ENOLINK);
  SAME(Errno, EADV);
  SAME(Errno, ESRMNT);
  SAME(Errno, ECOMM);
  SAME(Errno, EPROTO);
  SAME(Errno, EMULTIHOP);
  SAME(Errno, EDOTDOT);
  SAME(Errno, EBADMSG);
  SAME(Errno, EOVERFLOW);
  SAME(Errno, ENOTUNIQ);
  SAME(Errno, EBADFD);
  SAME(Errno, EREMCHG);
  SAME(Errno, ELIBACC);
  SAME(Errno, ELIBBAD);
  SAME(Errno, ELIBSCN);
  SAME(Errno, ELIBMAX);
  SAME(Errno, ELIBEXEC);
  SAME(Errno, EILSEQ);
  SAME(Errno, ERESTART);
  SAME(Errno, ESTRPIPE);
  SAME(Errno, EUSERS);
  SAME(Errno, ENOTSOCK);
  SAME(Errno, EDESTADDRREQ);
  SAME(Errno, EMSGSIZE);
  SAME(Errno, EPROTOTYPE);
  SAME(Errno, ENOPROTOOPT);
  SAME(Errno, EPROTONOSUPPORT);
  SAME(Errno, ESOCKTNOSUPPORT);
  SAME(Errno, EOPNOTSUPP);
  SAME(Errno, EPFNOSUPPORT);
  SAME(Errno, EAFNOSUPPORT);
  SAME(Errno, EADDRINUSE);
  SAME(Errno, EADDRNOTAVAIL);
  SAME(Errno, ENETDOWN);
  SAME(Errno, ENETUNREACH);
  SAME(Errno, ENETRESET);
  SAME(Errno, ECONNABORTED);
  SAME(Errno, ECONNRESET);
  SAME(Errno, ENOBUFS);
  SAME(Errno, EISCONN);
  SAME(Errno, ENOTCONN);
  SAME(Errno, ESHUTDOWN);
  SAME(Errno, ETOOMANYREFS);
  SAME(Errno, ETIMEDOUT);
  SAME(Errno, ECONNREFUSED);
  SAME(Errno, EHOSTDOWN);
  SAME(Errno, EHOSTUNREACH);
  SAME(Errno, EALREADY);
  SAME(Errno, EINPROGRESS);
  SAME(Errno, ESTALE);
  SAME(Errno, EUCLEAN);
  SAME(Errno, ENOTNAM);
  SAME(Errno, ENAVAIL);
  SAME(Errno, EISNAM);
  SAME(Errno, EREMOTEIO);
  SAME(Errno, EDQUOT);
  SAME(Errno, ENOMEDIUM);
  SAME(Errno, EMEDIUMTYPE);
  SAME(Errno, ECANCELED);
  SAME(Errno, ENOKEY);
  SAME(Errno, EKEYEXPIRED);
  SAME(Errno, EKEYREVOKED);
  SAME(Errno, EKEYREJECTED);
  SAME(Errno, EOWNERDEAD);
  SAME(Errno, ENOTRECOVERABLE);
  SAME(Errno, ERFKILL);
  SAME(Errno, EHWPOISON);
  SAME(Errno, EDEADLOCK);
  SAME(Errno, ENOTSUP);
  SAME(Errno, EWOULDBLOCK);
}
