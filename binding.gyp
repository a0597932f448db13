{
  'targets': [
    {
      'target_name': 'alsa_mmap',
      'sources': [
        'native/abi.cc',
        'native/addon.cc',
        'native/args.cc',
        'native/baseline.cc',
        'native/channel-maps.cc',
        'native/errno-name.cc',
        'native/error.cc',
        'native/file-lock.cc',
        'native/hw-param-table.cc',
        'native/hw-params.cc',
        'native/mapping.cc',
        'native/library-floor.cc',
        'native/memory-lock.cc',
        'native/owner-pages.cc',
        'native/pcm-handle.cc',
        'native/pcm-ioctl.cc',
        'native/pcm-position.cc',
        'native/pcm-transport.cc',
        'native/pcm.cc',
        'native/sequencer.cc',
        'native/sw-params.cc',
        'native/thread-scheduling.cc',
      ],
      'include_dirs': ["<!(node -p \"require('node-addon-api').include_dir\")"],
      'defines': [
        'NAPI_VERSION=8',
        'NAPI_DISABLE_CPP_EXCEPTIONS',
        'NODE_ADDON_API_DISABLE_DEPRECATED',
        # A worker may be terminated between any two calls; then nothing can be thrown any more.
        'NODE_API_SWALLOW_UNTHROWABLE_EXCEPTIONS',
      ],
      'cflags!': ['-O3'],
      'cflags': [
        '-O2',
        '-fvisibility=hidden',
        '-fstack-protector-strong',
        '-U_FORTIFY_SOURCE',
        '-D_FORTIFY_SOURCE=3',
        '-Wall',
        '-Wextra',
      ],
      'cflags_cc': ['-std=c++17'],
      'libraries': ['-lasound'],
      # Node closes a worker's addons when the worker ends. libasound keeps its parsed
      # configuration and our error handler in globals, so neither may be unloaded.
      'ldflags': [
        '-Wl,-z,nodelete',
        '-Wl,-z,relro',
        '-Wl,-z,now',
        '-Wl,--version-script=<(module_root_dir)/native/exports.map',
      ],
    },
  ],
}
