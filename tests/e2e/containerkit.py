"""Containers made by libarchive's writers, as other programs make them: zip, tar, 7z, ISO 9660."""
import ctypes
import functools
import locale
import os
import zipfile

FORMATS = {"zip": "zip", "tar": "pax", "7z": "7zip", "iso": "iso9660"}
REGULAR, MODE = 0o100000, 0o644


@functools.cache
def library():
    """libarchive converts names by the locale of the whole process."""
    locale.setlocale(locale.LC_CTYPE, "C.UTF-8")
    found = ctypes.CDLL("libarchive.so.13")
    for name in ("archive_write_new", "archive_entry_new"):
        getattr(found, name).restype = ctypes.c_void_p
    found.archive_error_string.restype = ctypes.c_char_p
    return found


def add(writer, name, data):
    archive, entry = library(), ctypes.c_void_p(library().archive_entry_new())
    if isinstance(name, bytes):
        archive.archive_entry_copy_pathname(entry, name)
    else:
        archive.archive_entry_set_pathname_utf8(entry, name.encode())
    archive.archive_entry_set_size(entry, ctypes.c_int64(len(data)))
    archive.archive_entry_set_filetype(entry, REGULAR)
    archive.archive_entry_set_perm(entry, MODE)
    archive.archive_entry_set_mtime(entry, ctypes.c_int64(1600000000), 0)
    yield archive.archive_write_header(writer, entry)
    yield 0 if archive.archive_write_data(writer, data, ctypes.c_size_t(len(data))) == len(data) else -30
    archive.archive_entry_free(entry)


def steps(path, kind, members, options, passphrase):
    archive, writer = library(), ctypes.c_void_p(library().archive_write_new())
    yield writer, archive.archive_write_set_format_by_name(writer, FORMATS[kind].encode())
    yield writer, archive.archive_write_add_filter_none(writer)
    archive.archive_write_set_bytes_in_last_block(writer, 1)
    if options:
        yield writer, archive.archive_write_set_options(writer, options.encode())
    if passphrase:
        yield writer, archive.archive_write_set_passphrase(writer, passphrase.encode())
    yield writer, archive.archive_write_open_filename(writer, os.fsencode(path))
    for name, data in members.items():
        for result in add(writer, name, data):
            yield writer, result
    yield writer, archive.archive_write_close(writer)
    archive.archive_write_free(writer)


def pack(path, members, options="", passphrase=""):
    """A container of the kind that the path's suffix names. members: {name: content}; a name may be bytes. -> path"""
    kind = os.path.basename(path).rpartition(".")[2]
    for writer, result in steps(path, kind, members, options, passphrase):
        assert result in (0, -20), library().archive_error_string(writer)
    return path


def zip_of_zeros(path, name, size, head=b""):
    """A bomb: a member of that many zeros behind a head."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as made, made.open(name, "w", force_zip64=True) as member:
        member.write(head)
        part = bytes(1 << 20)
        for _ in range(size >> 20):
            member.write(part)
    return path


def unpacked(path):
    """The members of an archive as libarchive reads it: pairs of name and content."""
    archive = library()
    for name in ("archive_read_new", "archive_entry_pathname"):
        getattr(archive, name).restype = ctypes.c_char_p if name.endswith("pathname") else ctypes.c_void_p
    archive.archive_read_data.restype = ctypes.c_ssize_t
    reader, entry, found = ctypes.c_void_p(archive.archive_read_new()), ctypes.c_void_p(), []
    archive.archive_read_support_filter_all(reader)
    archive.archive_read_support_format_tar(reader)
    assert archive.archive_read_open_filename(reader, str(path).encode(), ctypes.c_size_t(65536)) == 0
    while archive.archive_read_next_header(reader, ctypes.byref(entry)) == 0:
        content, part = b"", ctypes.create_string_buffer(65536)
        while (length := archive.archive_read_data(reader, part, ctypes.c_size_t(len(part)))) > 0:
            content += part.raw[:length]
        assert length == 0
        found.append((archive.archive_entry_pathname(entry).decode(), content))
    archive.archive_read_free(reader)
    return found
