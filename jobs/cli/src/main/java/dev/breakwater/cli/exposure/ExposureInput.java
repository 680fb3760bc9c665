package dev.breakwater.cli.exposure;

import dev.breakwater.exposure.model.AccountReading;
import dev.breakwater.exposure.model.FunctionReading;
import dev.breakwater.exposure.model.Gap;
import java.util.List;

/**
 * Everything that was read, of all places.
 *
 * @param whole whether the list of functions is whole everywhere
 * @param gaps  the unreadable parts
 */
record ExposureInput(List<AccountReading> accounts, List<FunctionReading> functions, boolean whole, List<Gap> gaps) {}
