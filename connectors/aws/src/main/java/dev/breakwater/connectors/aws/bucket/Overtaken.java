package dev.breakwater.connectors.aws.bucket;

import java.nio.file.FileSystemException;

/** Somebody else wrote the object since it was read, so the put was refused. */
public final class Overtaken extends FileSystemException {
    private static final long serialVersionUID = 1L;

    Overtaken(String address) {
        super(address, null, "another writer changed it meanwhile");
    }
}
