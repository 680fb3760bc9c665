package dev.breakwater.connectors.aws.bucket;

import java.nio.file.FileSystemException;

/** Thrown if a put was refused because somebody else wrote the object after it was read. */
public final class Overtaken extends FileSystemException {
    private static final long serialVersionUID = 1L;

    Overtaken(String address) {
        super(address, null, "another writer changed it meanwhile");
    }
}
