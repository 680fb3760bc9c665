/**
 * The configuration: {@link dev.breakwater.config.ConfigLoader} reads the file. This package also has the rules between
 * keys. Each key is documented on its component in {@code model}. Code here and below does not depend on Flink, AWS or
 * the domain.
 */
package dev.breakwater.config;
