package dev.breakwater.cli;

import picocli.CommandLine.IVersionProvider;

/** The version in the jar's manifest. */
final class Version implements IVersionProvider {

    @Override
    public String[] getVersion() {
        String version = Breakwater.class.getPackage().getImplementationVersion();
        return new String[] {"breakwater " + (version == null ? "development" : version)};
    }
}
