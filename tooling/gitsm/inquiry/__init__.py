"""Questions put to a repository: trees and history are read from git, and the pure rooms below answer."""
