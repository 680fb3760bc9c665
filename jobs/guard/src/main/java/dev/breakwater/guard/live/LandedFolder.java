package dev.breakwater.guard.live;

import dev.breakwater.config.model.SourceSettings;
import java.nio.file.Files;
import java.nio.file.Path;

/** The folder on this machine into which samples are delivered. */
public final class LandedFolder {

    private LandedFolder() {}

    /**
     * The folder that {@code source.landing.path} names.
     *
     * @throws IllegalStateException if the folder does not exist; the message says what to do
     */
    public static Path of(SourceSettings.Landing landing) {
        Path folder = Path.of(landing.path());
        if (Files.exists(folder)) return folder;
        throw new IllegalStateException("source.landing.path: " + folder + " is not there, so nothing has landed yet;"
                + " write the folder that receives the samples, or make that folder (docs/sources.md)");
    }
}
