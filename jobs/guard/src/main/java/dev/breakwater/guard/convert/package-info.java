/** From the words of core to those of connectors, configuration and files, and back: pure, one direction a class. */
package dev.breakwater.guard.convert;
