package dev.breakwater.cli;

import picocli.CommandLine.IVersionProvider;

/** The version in the jar's manifest. */
public final class Version implements IVersionProvider {

    @Override
    public String[] getVersion() {
        return new String[] {"breakwater " + text()};
    }

    /** For example {@code 0.2.0}; {@code development} if it was not built as a jar. */
    public static String text() {
        String version = Breakwater.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }
}
